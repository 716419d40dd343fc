package dev.escapement;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.ApiRequest;
import dev.escapement.client.UnreachableException;
import dev.escapement.time.Backoff;
import dev.escapement.time.Clock;
import dev.escapement.time.Stop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings single Events to the API server; for one thread, but for {@link #close} and the figures. */
final class EventPost implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventPost.class);
    /** An Event is worth some patience, but none that holds up the others for long. */
    private static final Backoff RETRY =
            Backoff.exponential(Duration.ofSeconds(1)).jitter(0).attempts(4);
    /** After which time a namespace is tried again in which Events were forbidden: permissions come and go. */
    private static final Duration FORBIDDEN = Duration.ofMinutes(10);

    private static final int NAMESPACES = 1024;
    private static final RandomGenerator NO_JITTER = () -> 0;

    private final String operator;
    private final ApiClient client;
    private final Clock clock;
    private final Stop closed;
    private final DutyCycle cycle;
    /** By namespace, until when nothing is sent there. */
    private final Map<String, Long> forbidden = new EventBudget.Bounded<>(NAMESPACES);

    private final AtomicLong written = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private boolean isTold;
    /** Made when it is first needed, as the name of the host may have to be asked for. */
    private @Nullable EventForm form;

    EventPost(String operator, ApiClient client, Clock clock) {
        this.operator = operator;
        this.client = client;
        this.clock = clock;
        this.closed = Stop.create(clock);
        this.cycle = new DutyCycle(clock, closed);
    }

    /** Brings a state of a series; returns whether the API server has it now. */
    boolean write(EventSeries series, EventSeries.State state) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            RuntimeException failure;
            try {
                if (isForbidden(series)) {
                    refused.incrementAndGet();
                    return false;
                }
                send(series, state);
                written.incrementAndGet();
                return true;
            } catch (RuntimeException e) {
                failure = e;
            }
            if (!mayPass(failure) || RETRY.exhausted(attempt) || closed.await(RETRY.delay(attempt, NO_JITTER))) {
                giveUp(series, failure);
                return false;
            }
        }
    }

    private static boolean mayPass(RuntimeException failure) {
        return failure instanceof UnreachableException || (failure instanceof ApiException api && api.code() >= 500);
    }

    private void send(EventSeries series, EventSeries.State state) throws InterruptedException {
        var key = form().key(series);
        if (!state.isNew()) {
            try {
                send("PATCH", EventForm.KIND.path(key), Writer.MERGE_PATCH, form().patch(state));
                return;
            } catch (ApiException e) {
                if (!e.isNotFound()) {
                    throw e;
                }
                // somebody deleted it, or its hour was over: it is made anew
            }
        }
        try {
            send("POST", EventForm.KIND.path(key.namespace()), "application/json", form().event(series, state));
        } catch (ApiException e) {
            if (!e.isConflict()) {
                throw e;
            }
            // an earlier attempt got through, and its answer did not
        }
    }

    private void send(String method, String path, String type, ObjectNode body) throws InterruptedException {
        cycle.begin();
        client.send(ApiRequest.of(method, path)
                .body(type, client.json().encode(body))
                .with("fieldManager", operator));
        cycle.end();
    }

    /** Between two Events. */
    void rest() throws InterruptedException {
        cycle.rest();
    }

    private void giveUp(EventSeries series, RuntimeException failure) {
        refused.incrementAndGet();
        if (failure instanceof ApiException api && api.code() == 403 && !isEnding(api)) {
            var namespace = form().key(series).namespace();
            forbidden.put(namespace, Clock.after(clock.nanos(), FORBIDDEN));
            if (!isTold) {
                isTold = true;
                LOG.warn(
                        "{}: not allowed to write Events in namespace \"{}\", so people see less of what happens to their objects:"
                                + " grant the verbs create and patch on events in the API group events.k8s.io. {}",
                        operator,
                        namespace,
                        failure.getMessage());
            }
        } else {
            LOG.debug(
                    "{}: the Event \"{}\" of {} is given up",
                    operator,
                    series.told.reason(),
                    series.told.object(),
                    failure);
        }
    }

    /** A namespace that is being deleted takes in nothing more, which is answered with 403 as well. */
    private static boolean isEnding(ApiException failure) {
        return String.valueOf(failure.getMessage()).contains("being terminated");
    }

    private boolean isForbidden(EventSeries series) {
        if (forbidden.isEmpty()) {
            return false;
        }
        var until = forbidden.get(form().key(series).namespace());
        return until != null && until - clock.nanos() > 0;
    }

    private EventForm form() {
        if (form == null) {
            form = new EventForm(operator, host());
        }
        return form;
    }

    /** How many states were brought. */
    long written() {
        return written.get();
    }

    /** How many states could not be brought. */
    long refused() {
        return refused.get();
    }

    /** Nothing is tried twice any more. */
    @Override
    public void close() {
        closed.request("the operator stops");
    }

    /** The name of the host, which in a pod is that of the pod. */
    static String host() {
        var named = System.getenv("HOSTNAME");
        if (named != null && !named.isBlank()) {
            return named;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
