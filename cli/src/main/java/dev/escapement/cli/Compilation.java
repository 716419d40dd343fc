package dev.escapement.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

import com.sun.source.util.JavacTask;

/** Compiles single-file operators in memory, against everything that esc itself runs on. */
final class Compilation {
    private static final List<String> OPTIONS =
            List.of("--release", "25", "-proc:none", "-parameters", "-g", "-classpath");

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
        var diagnostics = new DiagnosticCollector<JavaFileObject>();
        var outline = new Outline();
        var standard = javac.getStandardFileManager(diagnostics, Locale.getDefault(), StandardCharsets.UTF_8);
        var memory = new MemoryFiles(standard);
        var options = new ArrayList<>(OPTIONS);
        options.add(System.getProperty("java.class.path"));
        var task = (JavacTask)
                javac.getTask(err, memory, diagnostics, options, null, standard.getJavaFileObjectsFromPaths(files));
        task.addTaskListener(outline.listener(task));
        boolean compiled = task.call();
        report(diagnostics.getDiagnostics(), err);
        if (!compiled) {
            Traps.hints(diagnostics.getDiagnostics()).forEach(hint -> err.println("esc: " + hint));
            err.flush();
            throw new Failure(1, ""); // javac has said it all
        }
        var result = new Compiled(
                new MemoryLoader(memory.classes()),
                outline.launched(),
                memory.classes().keySet());
        Traps.check(result, outline, err);
        return result;
    }

    /** As javac prints it; its notes, on unchecked casts and the like, are left out. */
    private static void report(List<Diagnostic<? extends JavaFileObject>> diagnostics, PrintWriter err) {
        int errors = 0;
        for (var diagnostic : diagnostics) {
            if (diagnostic.getKind() != Diagnostic.Kind.NOTE) {
                err.println(diagnostic);
            }
            if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
                errors++;
            }
        }
        if (errors > 0) {
            err.println(errors == 1 ? "1 error" : errors + " errors");
        }
        err.flush();
    }
}
