package dev.escapement.simulation;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

import dev.escapement.apiserver.Request;
import dev.escapement.apiserver.Response;
import dev.escapement.simulation.FaultPlan.Injection;
import org.jspecify.annotations.Nullable;

/** One request's way through the faults that happen to it. */
final class FaultyCall {
    /** How many objects a page that is short has at most. */
    private static final int SHORT = 3;

    private final FaultWeather weather;
    private final long number;
    private final FaultTarget target;
    private final List<Injection> injections;

    FaultyCall(FaultWeather weather, long number, FaultTarget target, List<Injection> injections) {
        this.weather = weather;
        this.number = number;
        this.target = target;
        this.injections = injections;
    }

    Response answer() throws IOException {
        weather.outages().pass(this::revision);
        for (var injection : injections) {
            var instead = instead(injection);
            if (instead != null) {
                return instead;
            }
        }
        if (target.isFromVersion()) {
            long oldest = weather.outages().oldest(target.collection());
            if (target.version() < oldest) {
                return expired(oldest);
            }
        }
        var past = first(Fault.STALE_READ);
        var answer = past.isPresent() ? stale(past.get()) : null;
        return shaped(answer == null ? handled() : answer);
    }

    /** What comes instead of the server's answer; null if that comes. */
    private @Nullable Response instead(Injection injection) throws IOException {
        var random = new SplittableRandom(injection.draw());
        return switch (injection.fault()) {
            case LATENCY, SLOW_LIST -> {
                sleep(injection.fault(), random);
                weather.outages().pass(this::revision); // it may have gone meanwhile
                yield null;
            }
            case DOWN, RESTART -> {
                var time = upTo(injection.fault(), random);
                tell(injection.fault(), "no server for " + time.toMillis() + " ms");
                weather.outages().begin(time, injection.fault() == Fault.RESTART);
                throw new ConnectException("Connection refused");
            }
            case LOST_REQUEST -> throw lost(injection.fault(), random);
            case TOO_MANY_REQUESTS -> {
                int seconds = (int) Math.max(1, upTo(injection.fault(), random).toSeconds());
                tell(injection.fault(), "429, to be sent again after " + seconds + " s");
                yield FaultAnswer.tooManyRequests(seconds);
            }
            case UNAVAILABLE -> {
                tell(injection.fault(), "503");
                yield random.nextBoolean() ? FaultAnswer.unavailable() : FaultAnswer.noUpstream();
            }
            case INTERNAL_ERROR -> {
                tell(injection.fault(), "500" + perhaps(random));
                yield FaultAnswer.leaderChanged();
            }
            case GATEWAY_TIMEOUT -> {
                sleep(injection.fault(), random);
                tell(injection.fault(), "504" + perhaps(random));
                yield FaultAnswer.timeout();
            }
            case CONFLICT -> {
                tell(injection.fault(), "409");
                yield FaultAnswer.conflict(target);
            }
            case EXPIRED_PAGE -> {
                tell(injection.fault(), "410");
                yield FaultAnswer.expiredPage();
            }
            case EXPIRED_WATCH -> {
                tell(injection.fault(), "410");
                yield expired(target.version() + 1);
            }
            case LOST_ANSWER -> {
                handled();
                throw lost(injection.fault(), random);
            }
            case CUT_ANSWER -> cut(random);
            case NO_WATCH_LIST -> {
                tell(injection.fault(), "422");
                yield FaultAnswer.noWatchList();
            }
            case STALE_READ,
                    SHORT_PAGE,
                    FRAGMENTS,
                    WATCH_LAG,
                    WATCH_CLOSED,
                    WATCH_CUT,
                    WATCH_SILENT,
                    WATCH_GAP,
                    NO_BOOKMARKS -> null; // of the answer
        };
    }

    /** A write that fails in the server may have been done before. */
    private String perhaps(SplittableRandom random) throws IOException {
        if (!target.isWrite() || random.nextBoolean()) {
            return ", nothing done";
        }
        return ", after it answered " + handled().status();
    }

    private Response cut(SplittableRandom random) throws IOException {
        var answer = handled();
        tell(Fault.CUT_ANSWER, "in an answer of " + answer.status());
        return answer instanceof Response.Whole whole ? FaultyBody.cut(whole, random.nextDouble()) : answer;
    }

    private IOException lost(Fault fault, SplittableRandom random) throws IOException {
        if (random.nextBoolean()) {
            tell(fault, "connection reset");
            return new SocketException("Connection reset");
        }
        tell(fault, "no answer");
        sleep(weather.faults().longest(fault));
        return new HttpTimeoutException("request timed out");
    }

    private Response expired(long oldest) {
        return new Response.Streaming(
                200,
                Map.of("Content-Type", "application/json"),
                FaultyBody.whole(FaultAnswer.expired(target.version(), oldest)));
    }

    private @Nullable Response stale(Injection injection) throws IOException {
        var past = new FaultyPast(weather, target).read(new SplittableRandom(injection.draw()));
        if (past == null) {
            return null;
        }
        tell(Fault.STALE_READ, "version " + past.version());
        return past.answer();
    }

    private Response shaped(Response answer) {
        return switch (answer) {
            case Response.Whole whole ->
                first(Fault.FRAGMENTS)
                        .<Response>map(injection -> new Response.Whole(
                                whole.status(),
                                whole.headers(),
                                FaultyPieces.of(whole.body(), new SplittableRandom(injection.draw()))))
                        .orElse(whole);
            case Response.Streaming streaming -> {
                // all watches are known, so that an outage breaks them
                var watch = new FaultyWatch(weather, number, target, streaming.chunks(), injections, this::revision);
                yield new Response.Streaming(streaming.status(), streaming.headers(), watch.start());
            }
        };
    }

    private Response handled() throws IOException {
        return weather.server().handle(asked());
    }

    /** The request as the server is to take it. */
    private Request asked() {
        return first(Fault.SHORT_PAGE)
                .map(injection -> {
                    var page = Math.min(target.limit(), 1 + new SplittableRandom(injection.draw()).nextInt(SHORT));
                    tell(Fault.SHORT_PAGE, "at most " + page + " objects");
                    return target.limitedTo(page);
                })
                .orElse(target.request());
    }

    private Optional<Injection> first(Fault fault) {
        return injections.stream()
                .filter(injection -> injection.fault() == fault)
                .findFirst();
    }

    private long revision() throws IOException {
        return FaultyPast.revision(weather.aside(), target);
    }

    private void sleep(Fault fault, SplittableRandom random) throws IOException {
        var time = upTo(fault, random);
        tell(fault, time.toMillis() + " ms");
        sleep(time);
    }

    private void sleep(Duration time) throws IOException {
        try {
            weather.clock().sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for an answer");
        }
    }

    private Duration upTo(Fault fault, SplittableRandom random) {
        long longest = weather.faults().longest(fault).toNanos();
        return Duration.ofNanos(longest == 0 ? 0 : random.nextLong(longest + 1));
    }

    private void tell(Fault fault, String what) {
        weather.told().accept("request " + number + ", " + target + ": " + fault + ", " + what);
    }
}
