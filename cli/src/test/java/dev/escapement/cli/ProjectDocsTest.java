package dev.escapement.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** docs/first-operator.md names the dependencies that a new project has, and their version. */
class ProjectDocsTest {
    private static final Pattern DEPENDENCY = Pattern.compile("<dependency>.*?</dependency>", Pattern.DOTALL);

    @Test
    void thePageHasTheDependenciesOfANewProjectButTheTestLibrary() throws IOException {
        var made = Template.fill("new/pom.xml", Map.of("escapement.version", ProjectTemplate.escapement()));

        assertThat(dependencies(Files.readString(Path.of("..", "docs", "first-operator.md"))))
                .hasSizeGreaterThan(3)
                .containsExactlyElementsOf(dependencies(made).stream()
                        .filter(dependency -> !dependency.contains("junit"))
                        .toList());
    }

    private static List<String> dependencies(String text) {
        return DEPENDENCY
                .matcher(text)
                .results()
                .map(dependency -> dependency.group().replaceAll("\\s", ""))
                .toList();
    }
}
