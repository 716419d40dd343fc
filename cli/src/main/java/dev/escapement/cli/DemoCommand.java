package dev.escapement.cli;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;

/** {@code esc demo}. */
@Command(name = "demo", description = "Shows an operator at work, on an API server of its own.")
final class DemoCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new Failure(1, "not there yet");
    }
}
