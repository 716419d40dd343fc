package dev.escapement.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PageFilesTest {
    private static final Path WEB = Path.of("src/main/resources/dev/escapement/console/web");

    @Test
    void everyFileOfThePageIsServed() throws IOException {
        var files = new dev.escapement.console.Files();
        try (var all = Files.walk(WEB)) {
            assertThat(all.filter(Files::isRegularFile)
                            .map(file -> "/" + WEB.relativize(file).toString().replace('\\', '/'))
                            .filter(path -> !path.equals("/index.html") && !path.contains("LICENSE"))
                            .filter(path -> files.at(path) == null))
                    .isEmpty();
        }
        assertThat(files.at("/")).isNotNull();
        assertThat(files.at("/index.html")).isNull();
    }

    @Test
    void whatOthersHaveWrittenIsAsItCame() throws IOException, NoSuchAlgorithmException {
        for (var line : Files.readAllLines(Path.of("vendor/SHA256SUMS"))) {
            var parts = line.split(" +", 2);
            var bytes = Files.readAllBytes(WEB.resolve("vendor").resolve(parts[1]));
            assertThat(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)))
                    .as(parts[1])
                    .isEqualTo(parts[0]);
        }
        assertThat(WEB.resolve("vendor/LICENSE-preact")).content().contains("MIT License");
        assertThat(WEB.resolve("vendor/LICENSE-htm")).content().contains("Apache License");
    }

    @Test
    void nothingInThePageIsInline() throws IOException {
        try (var all = Files.walk(WEB)) {
            for (var file : (Iterable<Path>) all.filter(f -> f.toString().endsWith(".js"))::iterator) {
                assertThat(Files.readString(file))
                        .as(file.toString())
                        .doesNotContain("innerHTML", "dangerouslySet", "eval(", " style=", "document.write");
            }
        }
    }
}
