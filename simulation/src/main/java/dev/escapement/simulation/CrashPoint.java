package dev.escapement.simulation;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

import dev.escapement.apiserver.Request;
import dev.escapement.apiserver.Response;

/** A place between two requests at which the operator crashes: before one is sent, or when it is over. */
final class CrashPoint implements Exchange {
    private static final int NEVER = -1;

    private final Exchange network;
    private final Runnable crash;
    private int requestsLeft = NEVER;
    private boolean answered;

    CrashPoint(Exchange network, Runnable crash) {
        this.network = network;
        this.crash = crash;
    }

    /** Crashes at a request. */
    void arm(int requests, boolean whenAnswered) {
        requestsLeft = requests;
        answered = whenAnswered;
    }

    /** Does not crash any more. */
    void disarm() {
        requestsLeft = NEVER;
    }

    @Override
    public Response handle(Request request) throws IOException {
        boolean last = requestsLeft == 0;
        requestsLeft = requestsLeft == NEVER ? NEVER : requestsLeft - 1;
        if (last && !answered) {
            crash();
        }
        try {
            return network.handle(request);
        } finally {
            if (last) {
                crash(); // whatever came of the request
            }
        }
    }

    private void crash() {
        crash.run();
        while (true) {
            Thread.interrupted(); // else it would not wait
            LockSupport.park(this); // whoever has crashed is not woken
        }
    }
}
