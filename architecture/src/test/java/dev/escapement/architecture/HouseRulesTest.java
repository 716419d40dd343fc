package dev.escapement.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/** What keeps the tree easy to find one's way in. */
class HouseRulesTest {
    private static final int LONGEST = 300;

    @Test
    void namesSayWhatAClassIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Utils?|Helpers?|Managers?|Impl\\d*|Base)")
                .check(DirectionTest.CLASSES);
    }

    @Test
    void aFileIsOneIdea() throws IOException {
        assertThat(sources().filter(file -> lines(file) > LONGEST)).isEmpty();
    }

    @Test
    void testsDoNotSleep() throws IOException {
        var sleep = "Thread" + ".sleep";
        assertThat(sources()
                        .filter(file -> file.toString().contains("/src/test/"))
                        .filter(file -> text(file).contains(sleep)))
                .isEmpty();
    }

    private static Stream<Path> sources() throws IOException {
        var root = Path.of("..").toAbsolutePath().normalize();
        return Files.walk(root)
                .filter(file -> file.toString().endsWith(".java"))
                .filter(file -> file.toString().contains("/src/"))
                .filter(file -> !file.toString().contains("/target/"));
    }

    private static int lines(Path file) {
        return List.of(text(file).split("\n", -1)).size() - 1;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
