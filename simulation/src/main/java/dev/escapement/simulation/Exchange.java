package dev.escapement.simulation;

import java.io.IOException;

import dev.escapement.apiserver.Request;
import dev.escapement.apiserver.Response;

/** The way of a request to an API server, and of the answer back: where a network would be, and its faults. */
@FunctionalInterface
interface Exchange {
    /**
     * Sends a request and waits for its answer.
     *
     * @throws IOException if there is no answer, whether the server has seen the request or not
     */
    Response handle(Request request) throws IOException;
}
