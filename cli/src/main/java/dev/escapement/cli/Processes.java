package dev.escapement.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs other programs. */
final class Processes {
    private Processes() {}

    /** Where this JVM has its tools. */
    static Path javaHome() {
        return Path.of(System.getProperty("java.home"));
    }

    /**
     * Runs a program to its end.
     *
     * @param seconds how long it may take
     * @return what it printed
     * @throws Failure with what it printed, if it does not end well
     */
    static String run(String what, long seconds, ProcessBuilder program) throws InterruptedException {
        try {
            var output = Files.createTempFile("esc-", ".log");
            try {
                var process = program.redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                process.getOutputStream().close(); // a program that asks something gets no answer
                if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                    throw new Failure(1, what + " did not end within " + seconds + " s" + said(output));
                }
                if (process.exitValue() != 0) {
                    throw new Failure(1, what + " ended with status " + process.exitValue() + said(output));
                }
                return Files.readString(output, StandardCharsets.UTF_8);
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new Failure(1, what + " cannot be run: " + e.getMessage());
        }
    }

    private static String said(Path output) throws IOException {
        List<String> lines =
                Files.readString(output, StandardCharsets.UTF_8).strip().lines().toList();
        var last = lines.subList(Math.max(0, lines.size() - 20), lines.size());
        return last.isEmpty() ? "" : ":" + System.lineSeparator() + String.join(System.lineSeparator(), last);
    }
}
