package dev.escapement.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ApplicationTest {
    private static final String PARTS = "META-INF/services/dev.escapement.ProgramPart";

    @TempDir
    private Path folder;

    private Path jar(String name, Map<String, String> entries) throws IOException {
        var bytes = new java.util.TreeMap<String, byte[]>();
        entries.forEach((entry, text) -> bytes.put(entry, text.getBytes(StandardCharsets.UTF_8)));
        JarFile.write(bytes, folder.resolve(name));
        return folder.resolve(name);
    }

    @Test
    void aProgramWithoutTheConsolesLibraryIsNotPackaged() throws IOException {
        var own = jar("shop.jar", Map.of("App.class", ""));
        var other = jar("other.jar", Map.of(PARTS, "dev.example.Part\n"));

        assertThatThrownBy(() -> new Application("App", List.of(own, other)).checkHealth())
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("the program App would have no health checks")
                .hasMessageContaining("dev.escapement:escapement-console");

        var console = jar(
                "escapement-console.jar",
                Map.of(PARTS, "dev.escapement.console.ConsolePart\ndev.escapement.console.HealthPart\n"));
        assertThatCode(() -> new Application("App", List.of(own, console)).checkHealth())
                .doesNotThrowAnyException();
    }
}
