package dev.escapement.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;

import dev.escapement.time.Clock;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.HttpClient;

/** The connections of an {@link ApiClient}, which are replaced when they lead nowhere or know old credentials. */
public final class Connections {
    private static final Duration RENEWAL = Duration.ofSeconds(30);
    private static final long NEVER = Long.MIN_VALUE;

    private final Transport.Root transport;
    private final Pulse pulse;
    private final AtomicLong renewed = new AtomicLong(NEVER);

    Connections(ApiClient client, Config config, HttpClient.Factory factory) {
        this.transport = new Transport.Root(
                factory.newBuilder(config).build(),
                () -> factory.newBuilder(refreshed(config)).build());
        this.pulse = new Pulse(client, transport);
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
     * from: somebody may have replaced them. Does so at most every 30 s.
     */
    public void renew(Clock clock) {
        long last = renewed.get();
        long now = clock.nanos();
        if ((last == NEVER || now - last >= RENEWAL.toNanos()) && renewed.compareAndSet(last, now)) {
            transport.replace(transport.number(), transport.another());
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
