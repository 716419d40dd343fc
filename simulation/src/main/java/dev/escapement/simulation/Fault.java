package dev.escapement.simulation;

import java.time.Duration;

/**
 * A way in which an API server, or the network before it, is known to let its clients down. What each looks like to a client, and
 * how often it happens in which {@link Profile}, is in docs/faults.md.
 *
 * <p>Only what the real server may do is among them: a read without a {@code resourceVersion} and a write are always of the newest
 * state, the events of one watch come in order and none is left out of it.
 */
public enum Fault {
    /** An answer takes time: a busy server, a distant one, a queue of priority and fairness. */
    LATENCY(Duration.ofMillis(500)),
    /** A page of a list takes long: a large collection, read from etcd. */
    SLOW_LIST(Duration.ofSeconds(20)),
    /**
     * Connections are refused for a while and those that are open break: an API server that is replaced while no other is
     * there. It comes back knowing what it knew.
     */
    DOWN(Duration.ofSeconds(10)),
    /** The same, after which the server has forgotten all versions from before: its watch cache begins anew. */
    RESTART(Duration.ofSeconds(10)),
    /** The request, or the connection, is lost before the server sees it: a reset, or silence until the client gives up. */
    LOST_REQUEST(Duration.ofSeconds(60)),
    /** 429 with Retry-After in whole seconds: priority and fairness. Nothing has been done. */
    TOO_MANY_REQUESTS(Duration.ofSeconds(5)),
    /** 503 from the server, or from the load balancer before it in its own words. Nothing has been done. */
    UNAVAILABLE(Duration.ZERO),
    /** 500: etcd changes its leader. A write may have been done, or not. */
    INTERNAL_ERROR(Duration.ZERO),
    /** 504: etcd takes too long. A write may have been done, or not. */
    GATEWAY_TIMEOUT(Duration.ofSeconds(60)),
    /** 409 on an update, patch or delete, as if somebody else had written between the read and the write. Nothing has been done. */
    CONFLICT(Duration.ZERO),
    /** 410 on the next page of a list: etcd was compacted meanwhile. */
    EXPIRED_PAGE(Duration.ZERO),
    /** 410 on a watch from a version, as the first event: the version has left the watch cache. */
    EXPIRED_WATCH(Duration.ZERO),
    /** The server handles the request and the answer is lost: a reset, or silence until the client gives up. */
    LOST_ANSWER(Duration.ofSeconds(60)),
    /** The connection breaks in the middle of an answer, after the server has handled the request. */
    CUT_ANSWER(Duration.ZERO),
    /**
     * A read that allows it is answered by a server that lags behind: with an older state than was read before, and that state's
     * version. Reads allow it with {@code resourceVersion=0}, or with a version that they do not want to be older than.
     */
    STALE_READ(Duration.ZERO),
    /** Bytes come in other pieces than they were sent in, some later: packets, frames, buffers of proxies. */
    FRAGMENTS(Duration.ofMillis(50)),
    /** All events of a watch come late, by the same time and a varying one: a slow server, so that kinds are seen in another order. */
    WATCH_LAG(Duration.ofSeconds(5)),
    /** A watch is ended in good order before its time: a server that is drained, a load balancer's limit. */
    WATCH_CLOSED(Duration.ofSeconds(60)),
    /** The connection of a watch breaks, also in the middle of an object. */
    WATCH_CUT(Duration.ofSeconds(60)),
    /** Nothing comes any more on a watch, nor does it end: a half-open connection, after a firewall has forgotten it. */
    WATCH_SILENT(Duration.ofSeconds(60)),
    /**
     * A watch stops, is cut a while later, and its version has expired by then: what was made and deleted in between is never
     * seen, of what changed only the last state.
     */
    WATCH_GAP(Duration.ofSeconds(30)),
    /** No bookmarks but the one after the initial events: servers promise none. */
    NO_BOOKMARKS(Duration.ZERO),
    /** A page of a list has fewer objects than were asked for, and there is another one. */
    SHORT_PAGE(Duration.ZERO),
    /** 422 on a watch-list: a server that has none, such as an older one in the middle of an upgrade. */
    NO_WATCH_LIST(Duration.ZERO);

    private final Duration longest;

    Fault(Duration longest) {
        this.longest = longest;
    }

    /** For how long it lasts at most, unless {@link Faults} say otherwise; zero if it takes no time. */
    Duration longest() {
        return longest;
    }

    /** Whether no other fault can come after it in the same request. */
    boolean isLast() {
        return switch (this) {
            case DOWN,
                    RESTART,
                    LOST_REQUEST,
                    TOO_MANY_REQUESTS,
                    UNAVAILABLE,
                    INTERNAL_ERROR,
                    GATEWAY_TIMEOUT,
                    CONFLICT,
                    EXPIRED_PAGE,
                    EXPIRED_WATCH,
                    LOST_ANSWER,
                    CUT_ANSWER,
                    NO_WATCH_LIST -> true;
            default -> false;
        };
    }

    /** Whether it can happen to a request. */
    boolean concerns(FaultTarget target) {
        return switch (this) {
            case LATENCY, DOWN, RESTART, LOST_REQUEST -> true;
            case SLOW_LIST -> target.verb() == FaultTarget.Verb.LIST;
            case TOO_MANY_REQUESTS, UNAVAILABLE, INTERNAL_ERROR, GATEWAY_TIMEOUT -> target.isOfObjects();
            case CONFLICT -> target.mayConflict();
            case EXPIRED_PAGE -> target.isNextPage();
            case EXPIRED_WATCH -> target.isFromVersion();
            case SHORT_PAGE -> target.isPage();
            case NO_WATCH_LIST -> target.verb() == FaultTarget.Verb.WATCH && target.isWatchList();
            case LOST_ANSWER, CUT_ANSWER -> target.isOfObjects() && target.verb() != FaultTarget.Verb.WATCH;
            case STALE_READ -> target.mayBeStale();
            case FRAGMENTS -> target.isOfObjects();
            case WATCH_LAG, WATCH_CLOSED, WATCH_CUT, WATCH_SILENT, WATCH_GAP, NO_BOOKMARKS ->
                target.verb() == FaultTarget.Verb.WATCH;
        };
    }
}
