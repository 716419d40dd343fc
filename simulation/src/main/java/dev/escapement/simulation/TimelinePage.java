package dev.escapement.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** What happened in a simulation as one page, which needs nothing else. */
final class TimelinePage {
    private static final Path FOLDER = Path.of("target", "simulation");

    private TimelinePage() {}

    /** Writes it; returns where it is. */
    static Path write(String name, long seed, Shortest script) {
        var file = FOLDER.resolve(name.replaceAll("[^A-Za-z0-9.-]+", "-") + "-" + seed + ".html");
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(file, html(name, seed, script));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the timeline to " + file.toAbsolutePath(), e);
        }
        return file;
    }

    private static String html(String name, long seed, Shortest script) {
        return """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>%1$s, seed %2$d</title>
                <style>
                  body { font: 14px/1.4 system-ui, sans-serif; margin: 2em; color: #222; background: #fff }
                  pre, td { font-family: ui-monospace, monospace; font-size: 12px }
                  pre { background: #f4f4f4; padding: 1em; white-space: pre-wrap }
                  td { padding: 1px 8px; vertical-align: top } td.at { text-align: right; white-space: nowrap }
                  tr.script td { background: #e8f1fb } tr.network td { background: #fdf1e0 } tr.world td { background: #fbe5e5 }
                  tr.server td { color: #555 }
                </style></head><body>
                <h1>%1$s, seed %2$d</h1>
                <pre>%3$s</pre>
                <h2>The shortest script found</h2>
                <ol>%4$s</ol>
                <h2>What happened</h2>
                <label>Only lines with <input id="only" size="40"></label>
                <table><thead><tr><th>seconds</th><th>who</th><th>what</th></tr></thead><tbody>
                %5$s
                </tbody></table>
                <script>
                  document.getElementById("only").addEventListener("input", function (event) {
                    for (const row of document.querySelectorAll("tbody tr")) {
                      row.hidden = !row.textContent.includes(event.target.value);
                    }
                  });
                </script></body></html>
                """.formatted(
                        escape(name),
                        seed,
                        escape(script.ending().failure()),
                        script.steps().stream()
                                .map(step -> "<li>" + escape(step.toString()) + "</li>")
                                .collect(Collectors.joining("\n")),
                        script.ending().trace().entries().stream()
                                .map(TimelinePage::row)
                                .collect(Collectors.joining("\n")));
    }

    private static String row(Trace.Entry entry) {
        return "<tr class=\"%s\"><td class=\"at\">%.6f</td><td>%1$s</td><td>%s</td></tr>"
                .formatted(entry.who(), entry.nanos() / 1e9, escape(entry.what()));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
