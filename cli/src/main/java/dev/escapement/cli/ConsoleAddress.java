package dev.escapement.cli;

import java.time.Duration;
import java.util.Optional;

import dev.escapement.Controls;
import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.ApiRequest;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import dev.escapement.console.Console;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.api.model.ConfigMap;

/** Where an operator's console is, as the operator has written it on its ConfigMap. */
final class ConsoleAddress {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private ConsoleAddress() {}

    /** The address; none if the operator has no console, or may not write where it is. */
    static Optional<String> of(ApiClient client, String namespace, String operator) throws InterruptedException {
        var key = new ObjectKey(namespace, Controls.mapName(operator));
        try {
            var map = RawObject.of(
                    client.send(ApiRequest.of("GET", Kind.of(ConfigMap.class).path(key))));
            return Optional.ofNullable(map.annotations().get(Console.ANNOTATION));
        } catch (ApiException e) {
            if (e.isNotFound()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The same for an operator of the namespace {@code default} that has just been started. */
    static Optional<String> await(ApiClient client, String operator, Clock clock, Duration patience)
            throws InterruptedException {
        long deadline = clock.nanos() + patience.toNanos();
        while (true) {
            var found = of(client, "default", operator);
            if (found.isPresent() || clock.nanos() > deadline) {
                return found;
            }
            clock.sleep(PAUSE);
        }
    }
}
