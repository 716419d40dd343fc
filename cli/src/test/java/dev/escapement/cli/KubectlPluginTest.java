package dev.escapement.cli;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@EnabledIf("hasKubectl")
class KubectlPluginTest {
    @TempDir
    private Path folder;

    static boolean hasKubectl() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, "kubectl")));
    }

    /** The plugin's own script beside an esc that runs on the classes of this build. */
    @Test
    void kubectlRunsItUnderItsOwnName() throws Exception {
        Files.copy(Path.of("..", "kubectl-esc"), folder.resolve("kubectl-esc"));
        var esc = Files.writeString(
                folder.resolve("esc"),
                "#!/bin/sh\nexec '%s/bin/java' -XX:TieredStopAtLevel=1 -cp '%s' %s \"$@\"\n"
                        .formatted(
                                System.getProperty("java.home"),
                                System.getProperty("java.class.path"),
                                Main.class.getName()));
        for (var script : new Path[] {esc, folder.resolve("kubectl-esc")}) {
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }

        assertThat(kubectl("esc", "pause", "--help")).startsWith("Usage: kubectl esc pause");
        assertThat(kubectl("esc", "pause", "--nix")).startsWith("kubectl esc pause: Unknown option: '--nix'");
    }

    private String kubectl(String... words) throws Exception {
        var builder = new ProcessBuilder(
                Stream.concat(Stream.of("kubectl"), Stream.of(words)).toList());
        builder.environment().merge("PATH", folder.toString(), (path, mine) -> mine + File.pathSeparator + path);
        var process = builder.redirectErrorStream(true).start();
        var said = process.inputReader().readAllAsString();
        process.waitFor();
        return said;
    }
}
