package dev.escapement;

import java.util.List;

import dev.escapement.client.ApiClient;
import dev.escapement.time.Clock;

/**
 * What all that an operator runs has in common.
 *
 * @param operator its name
 * @param client its way to the API server
 * @param informers its caches
 * @param writer its way to write
 * @param clock its time
 * @param events where changes of state are told to people
 * @param controls what is wanted of it while it runs
 * @param letters where failures are kept that are no longer retried
 * @param observer who is told what happens to runs
 * @param namespaces where it works; everywhere if there are none
 */
record Parts(
        String operator,
        ApiClient client,
        Informers informers,
        Writer writer,
        Clock clock,
        Events events,
        Controls controls,
        DeadLetters letters,
        Observer observer,
        List<String> namespaces) {
    /** The same, in some namespaces; in all if there are none. */
    Parts within(List<String> others) {
        return new Parts(operator, client, informers, writer, clock, events, controls, letters, observer, others);
    }
}
