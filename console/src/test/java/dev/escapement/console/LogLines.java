package dev.escapement.console;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What is logged as long as this is open. */
final class LogLines implements AutoCloseable {
    private final PrintStream before = System.err;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    LogLines() {
        System.setErr(new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int b) {
                        before.write(b);
                        bytes.write(b);
                    }

                    @Override
                    public void write(byte[] from, int offset, int length) {
                        before.write(from, offset, length);
                        bytes.write(from, offset, length);
                    }
                },
                true,
                UTF_8));
    }

    /** The lines that have a text in them. */
    List<String> with(String text) {
        return bytes.toString(UTF_8).lines().filter(line -> line.contains(text)).toList();
    }

    @Override
    public void close() {
        System.setErr(before);
    }
}
