package dev.escapement.simulation;

import dev.escapement.apiserver.Request;
import dev.escapement.apiserver.Response;

/** Sees what passes between a host and the API server, in the order in which it happens. */
interface Traffic {
    /** A request is about to leave its host. */
    void sends(Request request);

    /** The server has answered, and done what was asked; the answer is on its way. */
    void answered(Request request, Response response);

    /** The answer has arrived. */
    void hears(Request request, Response response);

    /** A part of a watch has arrived. */
    void reads(byte[] chunk);
}
