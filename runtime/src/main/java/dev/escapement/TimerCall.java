package dev.escapement;

import java.util.List;

import dev.escapement.client.Header;
import dev.escapement.client.RawObject;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * One call of a timer, as its context.
 *
 * @param <T> the type of the object
 */
final class TimerCall<T extends HasMetadata> extends LazyContext implements TimerContext<T>, AutoCloseable {
    private final Parts parts;
    private final Plan<T> plan;
    private final RawObject object;
    private final TimerSeries series;
    private final long missed;
    private final Logger log;
    private @Nullable T decoded;
    private @Nullable LogContext lines;

    TimerCall(Parts parts, Plan<T> plan, RawObject object, TimerSeries series, long missed, Logger log) {
        this.parts = parts;
        this.plan = plan;
        this.object = object;
        this.series = series;
        this.missed = missed;
        this.log = log;
    }

    @Override
    Parts parts() {
        return parts;
    }

    @Override
    Context make() {
        return new RunContext(parts, plan.kind, object, series.memory(), causes(), log);
    }

    @Override
    public T object() {
        var value = decoded;
        if (value == null) {
            value = parts.client().json().decode(object.json(), plan.type);
            decoded = value;
        }
        return value;
    }

    @Override
    public Header header() {
        return object;
    }

    @Override
    public long missed() {
        return missed;
    }

    @Override
    public List<Cause> causes() {
        var what = series.failed() > 0 ? Cause.What.RETRIED : Cause.What.SCHEDULED;
        return List.of(new Cause(what, plan.kind.name(), object.key(), ""));
    }

    /** Only who logs pays for what log lines are about. */
    @Override
    public Logger log() {
        if (lines == null) {
            lines = LogContext.open(parts.operator(), plan.name, object.key(), attempt());
        }
        return log;
    }

    @Override
    public void close() {
        if (lines != null) {
            lines.close();
        }
    }

    @Override
    public int attempt() {
        return series.failed() + 1;
    }
}
