package dev.escapement.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command in a process of its own, for what ends in System.exit or by a signal. */
final class EscProcess implements AutoCloseable {
    private static final long PATIENCE = 90;

    private final Process process;

    private EscProcess(Process process) {
        this.process = process;
    }

    static EscProcess start(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Descapement.home=" + Path.of("..").toAbsolutePath().normalize(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return new EscProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** Reads on until a line contains a text; gives that line back, or what was printed instead. */
    String lineWith(String text) throws IOException {
        var before = new StringBuilder();
        for (var line = process.inputReader().readLine();
                line != null;
                line = process.inputReader().readLine()) {
            if (line.contains(text)) {
                return line;
            }
            before.append(line).append(System.lineSeparator());
        }
        throw new AssertionError("there was no line with \"" + text + "\", but:" + System.lineSeparator() + before);
    }

    /** The rest of what it prints, until it ends. */
    String rest() throws IOException {
        return process.inputReader().readAllAsString();
    }

    /** Sends SIGTERM; what it still prints can be read, other than after {@link Process#destroy}. */
    void terminate() {
        process.toHandle().destroy();
    }

    int status() throws InterruptedException {
        if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
            throw new AssertionError("the process does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
