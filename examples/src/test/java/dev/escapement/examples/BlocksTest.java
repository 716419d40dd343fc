package dev.escapement.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What pages show of Java is somewhere in the project's sources, and so is compiled; but for whole programs, which {@link PagesTest}
 * runs. Comments and spaces do not count, nor whether {@code StepResult} is imported statically.
 */
class BlocksTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void whatPagesShowIsCompiled() throws IOException {
        var sources = sources();
        var missing = new ArrayList<String>();
        int parts = 0;
        for (var page : pages()) {
            for (var block : BLOCK.matcher(Files.readString(page)).results().toList()) {
                if (block.group(1).matches("(?s)// \\w+\\.java\n.*")) {
                    continue;
                }
                for (var part : block.group(1).split("\n\\s*\n")) {
                    parts++;
                    if (sources.stream().noneMatch(bare(part)::isContainedIn)) {
                        missing.add(page + ":\n" + part);
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(parts).isGreaterThan(40);
    }

    private record Bare(String text) {
        boolean isContainedIn(String source) {
            return source.contains(text);
        }
    }

    private static Bare bare(String java) {
        return new Bare(java.replaceAll("//.*", "")
                .replaceAll("\\bStepResult\\.(?=done|poll)", "")
                .replaceAll("\\s", ""));
    }

    private static List<Path> pages() throws IOException {
        try (var docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(ROOT.resolve("README.md")),
                            docs.filter(page -> page.toString().endsWith(".md")).sorted())
                    .toList();
        }
    }

    private static List<String> sources() throws IOException {
        var all = new ArrayList<String>();
        try (var modules = Files.list(ROOT)) {
            for (var module : modules.map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (var files = Files.walk(module)) {
                    for (var file : files.filter(path -> path.toString().endsWith(".java"))
                            .toList()) {
                        all.add(bare(Files.readString(file)).text());
                    }
                }
            }
        }
        return all;
    }
}
