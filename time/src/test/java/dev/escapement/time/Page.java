package dev.escapement.time;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** A page of the documentation, whose examples are the lines of a test. */
record Page(String name) {
    void hasItsExamplesIn(Class<?> test) throws IOException {
        var source = Path.of("src/test/java", test.getName().replace('.', '/') + ".java");
        var lines = withoutSpace(Files.readString(source));
        var page = Files.readString(Path.of("..", "docs", name));
        assertThat(Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                        .matcher(page)
                        .results()
                        .map(block -> withoutSpace(block.group(1))))
                .isNotEmpty()
                .allMatch(lines::contains);
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s", "");
    }
}
