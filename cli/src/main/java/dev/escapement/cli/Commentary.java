package dev.escapement.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import dev.escapement.time.Clock;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** What the demo prints: a line for each thing that happens, with the seconds since the beginning. Thread-safe. */
final class Commentary {
    private final PrintWriter out;
    private final Ansi colours;
    private final Clock clock;
    private final long beginning;

    Commentary(PrintWriter out, Ansi colours, Clock clock) {
        this.out = out;
        this.colours = colours;
        this.clock = clock;
        this.beginning = clock.nanos();
    }

    /** Somebody does something now. */
    void tell(Actor actor, String what) {
        tell(clock.nanos(), actor, what);
    }

    /** Somebody did something at a time of the clock. */
    void tell(long nanos, Actor actor, String what) {
        var seconds = (nanos - beginning) / (double) TimeUnit.SECONDS.toNanos(1);
        var name = "%-8s".formatted(actor.name().toLowerCase(Locale.ROOT));
        print("%s  %s  %s"
                .formatted(
                        styled("faint", String.format(Locale.ROOT, "%9.3f s", seconds)),
                        styled(actor.style(), name),
                        what));
    }

    /** A new part begins. */
    void heading(String text) {
        print("");
        print(styled("bold", text));
    }

    /** Something that is neither. */
    void print(String text) {
        out.println(text);
        out.flush();
    }

    private String styled(String style, String text) {
        // picocli's own end of bold is a double underline to some terminals
        return colours.enabled() ? Style.on(Style.parse(style)) + text + Style.reset.on() : text;
    }
}
