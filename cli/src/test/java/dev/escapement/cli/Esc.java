package dev.escapement.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What came of a command that was run in this JVM.
 *
 * @param status its exit status
 * @param out what it printed to stdout
 * @param err what it printed to stderr
 */
record Esc(int status, String out, String err) {
    static Esc esc(Object... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        int status = Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words);
        return new Esc(status, out.toString(), err.toString());
    }
}
