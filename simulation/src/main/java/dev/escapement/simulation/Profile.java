package dev.escapement.simulation;

import java.time.Duration;

/** How bad the weather is: faults of all sorts at rates that go together. The reasons for the rates are in docs/faults.md. */
public enum Profile {
    /** Nothing fails. */
    CALM(Faults.none()),
    /**
     * A bad day in a large cluster: about one request in twenty fails, watches lag and are closed early, the API server is
     * replaced about once in a thousand requests.
     */
    ROUGH(Faults.none()
            .with(Fault.LATENCY, 0.3)
            .with(Fault.SLOW_LIST, 0.1)
            .with(Fault.DOWN, 0.001)
            .with(Fault.RESTART, 0.001)
            .with(Fault.LOST_REQUEST, 0.005)
            .with(Fault.TOO_MANY_REQUESTS, 0.02)
            .with(Fault.UNAVAILABLE, 0.005)
            .with(Fault.INTERNAL_ERROR, 0.005)
            .with(Fault.GATEWAY_TIMEOUT, 0.002)
            .with(Fault.CONFLICT, 0.02)
            .with(Fault.EXPIRED_PAGE, 0.02)
            .with(Fault.EXPIRED_WATCH, 0.02)
            .with(Fault.LOST_ANSWER, 0.005)
            .with(Fault.CUT_ANSWER, 0.002)
            .with(Fault.STALE_READ, 0.1)
            .with(Fault.FRAGMENTS, 0.3)
            .with(Fault.WATCH_LAG, 0.3)
            .withLongest(Fault.WATCH_LAG, Duration.ofSeconds(1))
            .with(Fault.WATCH_CLOSED, 0.1)
            .with(Fault.WATCH_CUT, 0.05)
            .with(Fault.WATCH_SILENT, 0.01)
            .with(Fault.WATCH_GAP, 0.02)
            .with(Fault.NO_BOOKMARKS, 0.1)
            .with(Fault.SHORT_PAGE, 0.1)
            .with(Fault.NO_WATCH_LIST, 0.02)),
    /**
     * More than any cluster survives for long, so that few seeds find much: about one request in four fails, most watches lag and
     * break.
     */
    HOSTILE(Faults.none()
            .with(Fault.LATENCY, 0.5)
            .withLongest(Fault.LATENCY, Duration.ofSeconds(2))
            .with(Fault.SLOW_LIST, 0.2)
            .with(Fault.DOWN, 0.01)
            .with(Fault.RESTART, 0.01)
            .with(Fault.LOST_REQUEST, 0.03)
            .with(Fault.TOO_MANY_REQUESTS, 0.05)
            .with(Fault.UNAVAILABLE, 0.03)
            .with(Fault.INTERNAL_ERROR, 0.03)
            .with(Fault.GATEWAY_TIMEOUT, 0.02)
            .with(Fault.CONFLICT, 0.1)
            .with(Fault.EXPIRED_PAGE, 0.2)
            .with(Fault.EXPIRED_WATCH, 0.15)
            .with(Fault.LOST_ANSWER, 0.03)
            .with(Fault.CUT_ANSWER, 0.02)
            .with(Fault.STALE_READ, 0.5)
            .with(Fault.FRAGMENTS, 0.5)
            .with(Fault.WATCH_LAG, 0.6)
            .withLongest(Fault.WATCH_LAG, Duration.ofSeconds(10))
            .with(Fault.WATCH_CLOSED, 0.2)
            .with(Fault.WATCH_CUT, 0.2)
            .with(Fault.WATCH_SILENT, 0.1)
            .with(Fault.WATCH_GAP, 0.15)
            .with(Fault.NO_BOOKMARKS, 0.3)
            .with(Fault.SHORT_PAGE, 0.5)
            .with(Fault.NO_WATCH_LIST, 0.2));

    @SuppressWarnings("ImmutableEnumChecker") // its maps are never changed
    private final Faults faults;

    Profile(Faults faults) {
        this.faults = faults;
    }

    /** Its faults. */
    public Faults faults() {
        return faults;
    }
}
