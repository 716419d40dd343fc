package dev.escapement.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.Kind;
import dev.escapement.client.UnreachableException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which operator's console is asked. */
final class ConsoleOptions {
    /** On the ConfigMap of an operator: where its console is. */
    private static final String ANNOTATION = "escapement.dev/console";

    private static final String USUAL = "http://127.0.0.1:8372/";

    @Option(names = "--console", paramLabel = "URL", description = "The operator's console, instead of looking for it.")
    private @Nullable String url;

    @Option(names = "--token-file", paramLabel = "FILE", description = "A bearer token for the console at --console.")
    private @Nullable Path token;

    @Option(names = "--operator", paramLabel = "NAME", description = "The operator, if there are several.")
    private @Nullable String operator;

    /** Those that answer, the named one only if one is named. */
    List<Console> find(ApiClient client, String namespace) throws InterruptedException {
        return answering(url == null ? addresses(client, namespace) : List.of(address(url)));
    }

    /** The {@linkplain #named named} one, if it answers, for which no cluster is needed. */
    List<Console> findNamed() throws InterruptedException {
        return url == null ? List.of() : answering(List.of(address(url)));
    }

    private List<Console> answering(List<URI> addresses) throws InterruptedException {
        var found = new ArrayList<Console>();
        for (var address : addresses) {
            Console.at(address, token())
                    .filter(console -> operator == null || operator.equals(console.operator()))
                    .filter(console ->
                            found.stream().noneMatch(known -> known.operator().equals(console.operator())))
                    .ifPresent(found::add);
        }
        return found;
    }

    /** Whether one has been named, which has to be there then. */
    Optional<String> named() {
        return Optional.ofNullable(url);
    }

    private static URI address(String url) {
        try {
            var address = URI.create(url.endsWith("/") ? url : url + "/");
            if (address.getHost() != null && String.valueOf(address.getScheme()).matches("https?")) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new Failure(2, "\"" + url + "\" is no URL of a console: name one such as " + USUAL);
    }

    private List<URI> addresses(ApiClient client, String namespace) throws InterruptedException {
        var addresses = new LinkedHashSet<URI>();
        try {
            for (var header : ControlMaps.headers(client, Kind.of(ConfigMap.class), namespace)) {
                var said = header.annotations().getOrDefault(ANNOTATION, "");
                if (said.matches("https?://[-\\w.:\\[\\]]+/?")) {
                    addresses.add(URI.create(said.endsWith("/") ? said : said + "/"));
                }
            }
        } catch (ApiException | UnreachableException e) {
            // whoever may not read them looks at the usual address only
        }
        addresses.add(URI.create(USUAL));
        return List.copyOf(addresses);
    }

    /** It is sent to nobody but whom the user has named: anybody may write an annotation. */
    private String token() {
        if (token == null) {
            return "";
        }
        if (url == null) {
            throw new Failure(2, "--token-file is sent to a console that you name: add --console");
        }
        try {
            return Files.readString(token).strip();
        } catch (IOException e) {
            throw new Failure(1, "the token cannot be read: " + e);
        }
    }
}
