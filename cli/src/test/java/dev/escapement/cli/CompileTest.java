package dev.escapement.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.escapement.cli.Esc.esc;
import static org.assertj.core.api.Assertions.assertThat;

class CompileTest {
    @TempDir
    private Path folder;

    @Test
    void printsErrorsAsJavacDoes() throws IOException {
        var file = write("App.java", "void main() {\n    int x = \"1\";\n    y();\n}\n");

        assertThat(esc("run", file)).isEqualTo(new Esc(1, "", """
                %1$s:2: error: incompatible types: String cannot be converted to int
                    int x = "1";
                            ^
                %1$s:3: error: cannot find symbol
                    y();
                    ^
                  symbol:   method y()
                  location: class App
                2 errors
                """.formatted(file)));
    }

    @Test
    void compilesFilesTogether() throws IOException {
        var one = write("One.java", "class One { Two two; }");
        var two = write("Two.java", "class Two { One one; }");

        var crds = esc("crds", one, two);

        assertThat(crds.err()).contains("there is no CustomResource class in").doesNotContain("error:");
    }

    @Test
    void toleratesAFileThatIsNamedTwice() throws IOException {
        var file = write("App.java", "void main() {}");

        assertThat(esc("run", file, file)).isEqualTo(new Esc(0, "", ""));
    }

    @Test
    void keepsQuietAboutNotesOfTheCompiler() throws IOException {
        var file = write("App.java", "void main() { java.util.List raw = new java.util.ArrayList(); raw.add(1); }");

        assertThat(esc("run", file)).isEqualTo(new Esc(0, "", ""));
    }

    @Test
    void saysWhatToDoAboutAClassThatIsNamedAsItsFile() throws IOException {
        var file = write("Website.java", "class Website { static class Website {} void main() {} }");

        assertThat(esc("run", file).err())
                .contains("class Website is already defined")
                .contains("rename the file, for example to Websites.java");
    }

    @Test
    void refusesACustomResourceThatIsAnInnerClass() throws IOException {
        var file = write("Sites.java", """
                import io.fabric8.kubernetes.client.CustomResource;
                import io.fabric8.kubernetes.model.annotation.*;

                @Group("example.dev") @Version("v1")
                class Site extends CustomResource<Site.Spec, Void> {
                    class Spec {}
                }

                void main() {}
                """);

        var run = esc("run", file);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .contains(file + ":4: error: class Site needs the word \"static\" before it")
                .contains(file + ":6: error: class Spec needs the word \"static\" before it");
    }

    private Path write(String name, String source) throws IOException {
        return Files.writeString(folder.resolve(name), source);
    }
}
