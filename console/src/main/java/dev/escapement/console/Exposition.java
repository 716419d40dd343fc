package dev.escapement.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;

import dev.escapement.Operator;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A page of metrics in the format that the reader asks for: Prometheus' text format 0.0.4, or OpenMetrics 1.0.0.
 *
 * @param type the content's type
 * @param body the content
 */
record Exposition(String type, String body) {
    private static final ExpositionFormats FORMATS = ExpositionFormats.init();

    /** An operator's figures as they are now. */
    static Exposition of(Operator operator, @Nullable String accept) throws IOException {
        var all = new ArrayList<>(Metrics.of(operator));
        ProcessMetrics.current().forEach(all::add);
        var writer = FORMATS.findWriter(accept);
        var page = new ByteArrayOutputStream(32 * 1024);
        writer.write(page, new MetricSnapshots(all));
        return new Exposition(writer.getContentType(), page.toString(UTF_8));
    }
}
