package dev.escapement.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.escapement.testcluster.Cluster;

/** A single-file operator in a process of its own, as {@code esc run} starts it. */
final class Example implements AutoCloseable {
    private final Process process;
    private final Path log;

    private Example(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static Example run(Cluster cluster, String file, String... arguments) {
        try {
            var command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "dev.escapement.cli.Main",
                    "run",
                    Path.of(file).toString(),
                    "--kubeconfig",
                    cluster.kubeconfig().toString()));
            command.addAll(List.of(arguments));
            var log = Files.createTempFile("example-", ".log");
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new Example(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it has printed so far. */
    String said() throws IOException {
        return Files.readString(log);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it as a cluster would; returns its exit status. */
    int terminate() {
        process.toHandle().destroy();
        return process.onExit().join().exitValue();
    }

    @Override
    public void close() {
        terminate();
    }
}
