package dev.escapement.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.tools.ToolProvider;

import com.sun.source.util.JavacTask;

/** Compiles single-file operators in memory, against everything that esc itself runs on. */
final class Compilation {
    private static final List<String> OPTIONS =
            List.of("--release", "25", "-proc:none", "-parameters", "-g", "-XDsuppressNotes", "-classpath");

    private Compilation() {}

    /**
     * Compiles files together.
     *
     * @param err takes what javac would print
     * @throws Failure if they don't compile, or would not work
     */
    static Compiled compile(List<Path> files, PrintWriter err) {
        var javac = ToolProvider.getSystemJavaCompiler();
        if (javac == null) {
            throw new Failure(1, "this Java runtime has no compiler: run esc with a JDK 25 or newer");
        }
        var outline = new Outline();
        var said = new StringWriter();
        // Without a listener for diagnostics, javac words them as on the command line, with simple names where they are
        // clear.
        var standard = javac.getStandardFileManager(null, null, StandardCharsets.UTF_8);
        var memory = new MemoryFiles(standard);
        var options = new ArrayList<>(OPTIONS);
        options.add(System.getProperty("java.class.path"));
        var task = (JavacTask)
                javac.getTask(said, memory, null, options, null, standard.getJavaFileObjectsFromPaths(files));
        task.addTaskListener(outline.listener(task));
        boolean compiled = task.call();
        err.print(said);
        if (!compiled) {
            Traps.hints(said.toString()).forEach(hint -> err.println("esc: " + hint));
            err.flush();
            throw new Failure(1, ""); // all is said
        }
        var result = new Compiled(
                new MemoryLoader(memory.classes()),
                outline.launched(),
                Set.copyOf(memory.classes().keySet()));
        Traps.check(result, outline, err);
        return result;
    }
}
