package dev.escapement.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class TrainingTest {
    @TempDir
    private Path folder;

    @Test
    void whatEndsBeforeItIsReadyIsTold() throws Exception {
        var source = Files.writeString(folder.resolve("Ending.java"), """
                void main() {
                    System.err.println("ending: the bank is closed");
                    System.exit(3);
                }
                """);
        var compiled = Compilation.compile(List.of(source), new PrintWriter(new StringWriter()));
        var lib = Files.createDirectory(folder.resolve("lib"));
        var all = SourceApplication.of(compiled, "Ending.java", lib);
        var application = new Application(all.mainClass(), List.of(all.jars().getFirst()));
        var runtime = Files.createSymbolicLink(folder.resolve("jre"), Processes.javaHome());

        assertThat(Training.train(new ImageLayout(folder, "ending"), application))
                .hasValue("on an empty cluster, the operator ended with status 3; it said: ending: the bank is closed");
        Files.delete(runtime);
    }
}
