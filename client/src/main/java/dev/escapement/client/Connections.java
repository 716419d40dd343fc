package dev.escapement.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import dev.escapement.time.Clock;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.HttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The connections of an {@link ApiClient}, which are replaced when they lead nowhere or know old credentials. */
public final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final Duration RENEWAL = Duration.ofSeconds(30);
    /** After a renewal that failed: files that are being replaced are whole a moment later. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private static final long NEVER = Long.MIN_VALUE;

    private final Transport.Root transport;
    private final Pulse pulse;
    private final String server;
    private final AtomicLong renewed = new AtomicLong(NEVER);
    /** Whether the log knows that the last renewal failed. */
    private final AtomicBoolean unreadable = new AtomicBoolean();

    Connections(ApiClient client, Config config, HttpClient.Factory factory) {
        this.transport = new Transport.Root(
                factory.newBuilder(config).build(),
                () -> factory.newBuilder(refreshed(config)).build());
        this.pulse = new Pulse(client, transport);
        this.server = config.getMasterUrl();
    }

    HttpClient transport() {
        return transport;
    }

    /** Which ones are in use: a number that grows each time they are replaced. */
    public long number() {
        return transport.number();
    }

    /**
     * Looks whether connections lead to the server: by a request on them, unless one was answered in the last 10 s, and by one on
     * a new connection if no answer comes within 10 s. Does not block; all who ask share the requests.
     *
     * @param number which ones, see {@link #number}
     * @return fails with an {@link UnreachableException} if they lead nowhere, and have been replaced
     */
    public CompletableFuture<Void> check(Clock clock, long number) {
        return pulse.check(clock, number);
    }

    /**
     * Uses new connections from now on, with certificates and credentials that are read anew from where the configuration came
     * from: somebody may have replaced them. Does so at most every 30 s. The present ones stay if the files cannot be used, such as
     * those that are just being written; then they are read again after 5 s.
     */
    public void renew(Clock clock) {
        long last = renewed.get();
        long now = clock.nanos();
        if ((last == NEVER || now - last >= RENEWAL.toNanos()) && renewed.compareAndSet(last, now)) {
            try {
                transport.replace(transport.number(), transport.another());
                unreadable.set(false);
            } catch (RuntimeException e) {
                renewed.compareAndSet(now, now - RENEWAL.minus(SOON).toNanos());
                tell(e);
            }
        }
    }

    /** Returns when it is known whether the present ones lead to the server; if they do not, they are replaced. */
    void await(Clock clock) throws InterruptedException {
        try {
            pulse.check(clock, transport.number()).get();
        } catch (ExecutionException e) {
            // they have been replaced
        }
    }

    private void tell(Throwable failure) {
        var first = failure;
        while (first.getCause() != null) {
            first = first.getCause(); // which names the file
        }
        LOG.atLevel(unreadable.getAndSet(true) ? Level.DEBUG : Level.WARN)
                .log(
                        "{}: certificates and credentials cannot be read anew, so the known ones are used, and it is tried again"
                                + " every {} s: {}. If it stays so, mend the files that the configuration names",
                        server,
                        SOON.toSeconds(),
                        first.toString());
    }

    private static Config refreshed(Config config) {
        try {
            var fresh = config.refresh();
            fresh.setRequestRetryBackoffLimit(0);
            return fresh;
        } catch (RuntimeException e) {
            return config; // a file is being written, or gone
        }
    }
}
