package dev.escapement.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.escapement.cli.Esc.esc;
import static org.assertj.core.api.Assertions.assertThat;

class RunTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void forgetWhatRanBefore() {
        System.clearProperty("ran");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "void main() { RAN }",
                "void main(String[] args) { RAN }",
                "static void main() { RAN }",
                "public class App { public static void main(String[] args) { RAN } }",
                "class App { static void main() { RAN } }",
                "class App { void main() { RAN } }",
                "class App { protected void main(String[] args) { RAN } private App() {} }",
                "class App extends Parent {} class Parent { void main() { RAN } }",
                "record App() { static void main(String... args) { RAN } }",
                "package some.where; class App { void main() { RAN } }"
            })
    void runsEveryFormOfMainThatJavaRuns(String source) throws IOException {
        var file = write("App.java", source.replace("RAN", "System.setProperty(\"ran\", \"yes\");"));

        assertThat(esc("run", file)).isEqualTo(new Esc(0, "", ""));

        assertThat(System.getProperty("ran")).isEqualTo("yes");
    }

    @Test
    void prefersTheMainThatTakesArguments() throws IOException {
        var file = write("App.java", """
                void main() { System.setProperty("ran", "without"); }
                void main(String[] args) { System.setProperty("ran", "with"); }
                """);

        assertThat(esc("run", file).status()).isZero();

        assertThat(System.getProperty("ran")).isEqualTo("with");
    }

    @Test
    void passesTheOptionsOnToEveryFileThatHasAMain() throws IOException {
        var first = write("First.java", "void main(String[] args) { Shared.note(\"first\", args); }");
        var second = write("Second.java", "void main(String[] args) { Shared.note(\"second\", args); }");
        var shared = write("Shared.java", """
                class Shared {
                    static synchronized void note(String who, String[] args) {
                        System.setProperty("ran", System.getProperty("ran", "") + who.length() + String.join(" ", args) + ";");
                    }
                }
                """);

        var options = "--kubeconfig k --context c -n team --crds --health 0".split(" ");
        var words = Stream.concat(Stream.of("run", first, second, shared), Stream.of(options));
        var run = esc(words.toArray());

        assertThat(run).isEqualTo(new Esc(0, "", ""));
        assertThat(System.getProperty("ran").split(";"))
                .containsExactlyInAnyOrder(
                        "5--kubeconfig k --context c --namespace team --crds --health=0",
                        "6--kubeconfig k --context c --namespace team --crds --health=0");
    }

    @Test
    void loadsTheAuthorsClassesInTheThreadsContext() throws IOException {
        var file = write("App.java", """
                void main() throws Exception {
                    System.setProperty("ran", Thread.currentThread().getContextClassLoader().loadClass("App").getName());
                }
                """);

        assertThat(esc("run", file).status()).isZero();

        assertThat(System.getProperty("ran")).isEqualTo("App");
    }

    @Test
    void endsWithTheStackTraceOfAMainThatThrows() throws IOException {
        var file = write("App.java", "void main() {\n    throw new IllegalStateException(\"no\");\n}");

        var run = esc("run", file);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).startsWith("java.lang.IllegalStateException: no").contains("App.main(App.java:2)");
    }

    @Test
    void saysThatThereIsNoMain() throws IOException {
        var run = esc("run", write("App.java", "class App {}"));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("there is no main method").contains("App.java");
    }

    @Test
    void saysWhatKeepsAnInstanceMainFromBeingCalled() throws IOException {
        var run = esc("run", write("App.java", "class App { App(int x) {} void main() {} }"));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("class App").contains("no constructor without parameters");
    }

    @Test
    void refusesWhatIsNoSourceFile() throws IOException {
        assertThat(esc("run", folder.resolve("No.java")).err()).contains("No.java does not exist");
        assertThat(esc("run", folder.resolve("No.java")).status()).isEqualTo(2);
        assertThat(esc("run", folder).err()).contains("is a directory");
        assertThat(esc("run", write("App.kt", "")).err()).contains("does not end in .java");
        assertThat(esc("run").err()).contains("FILE.java").contains("esc run --help");
    }

    @Test
    void refusesOptionsThatContradictEachOther() throws IOException {
        var file = write("App.java", "void main() {}");

        assertThat(esc("run", file, "--embedded", "--kubeconfig", "k").err()).contains("--embedded brings its own");
        assertThat(esc("run", file, "-A", "-n", "x").err()).contains("exclude each other");
        assertThat(esc("run", file, "-A", "-n", "x").status()).isEqualTo(2);
    }

    @Test
    void startsAnApiServerOnRequest() throws IOException {
        var file = write("App.java", """
                void main(String[] args) throws Exception {
                    var kubeconfig = java.nio.file.Files.readString(java.nio.file.Path.of(args[1]));
                    System.setProperty("ran", args[0] + " " + args[2] + " " + kubeconfig.contains("https://127.0.0.1:"));
                }
                """);

        var run = esc("run", "--embedded", file);

        assertThat(run.status()).isZero();
        assertThat(run.err()).contains("export KUBECONFIG=");
        assertThat(System.getProperty("ran")).isEqualTo("--kubeconfig --crds true");
    }

    private Path write(String name, String source) throws IOException {
        return Files.writeString(folder.resolve(name), source);
    }
}
