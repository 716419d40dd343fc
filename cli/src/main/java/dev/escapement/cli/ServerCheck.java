package dev.escapement.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.ApiRequest;
import dev.escapement.client.UnreachableException;
import dev.escapement.time.Clock;

/** Looks whether the API server is there, how fast it answers, how old it is, and what time it has. */
final class ServerCheck {
    private static final int REQUESTS = 7;
    private static final Duration SLOW = Duration.ofMillis(300);
    private static final Duration SKEW = Duration.ofSeconds(5);
    /** Server-side apply is generally available since 1.22, and all that is written is applied. */
    private static final int OLDEST_MINOR = 22;
    /** The tests run on 1.36; two minor releases before it are maintained beside it. */
    private static final int MAINTAINED_MINOR = 34;

    private final ApiClient client;
    private final List<Finding> findings = new ArrayList<>();

    private ServerCheck(ApiClient client) {
        this.client = client;
    }

    static List<Finding> of(ApiClient client) throws InterruptedException {
        var check = new ServerCheck(client);
        check.look();
        return check.findings;
    }

    private void look() throws InterruptedException {
        JsonNode version;
        try {
            version = client.json().parse(client.send(ApiRequest.of("GET", "/version")));
        } catch (UnreachableException e) {
            findings.add(Finding.fail(
                    "api server",
                    String.valueOf(e.getMessage()),
                    "see whether the cluster runs and the network (VPN, proxy) leads there: curl -k " + client.server()
                            + "/version"));
            return;
        } catch (ApiException e) {
            findings.add(Finding.fail(
                    "api server",
                    String.valueOf(e.getMessage()),
                    "renew the credentials of the context, or choose another one: kubectl config get-contexts"));
            return;
        }
        findings.add(Finding.ok("api server", client.server() + " answers"));
        latency();
        version(version.path("gitVersion").asText(), version.path("minor").asText());
        clocks();
    }

    private void latency() throws InterruptedException {
        var clock = Clock.system();
        var took = new ArrayList<Long>();
        for (int i = 0; i < REQUESTS; i++) {
            long start = clock.nanos();
            client.send(ApiRequest.of("GET", "/version"));
            took.add(clock.nanos() - start);
        }
        took.sort(null);
        var median = Duration.ofNanos(took.get(REQUESTS / 2));
        var text = "half of " + REQUESTS + " requests took less than " + median.toMillis() + " ms, all less than "
                + (Duration.ofNanos(took.getLast()).toMillis() + 1) + " ms";
        findings.add(
                median.compareTo(SLOW) < 0
                        ? Finding.ok("latency", text)
                        : Finding.warn(
                                "latency",
                                text,
                                "runs take that long for each write: run the operator nearer to the cluster, or see why the server"
                                        + " is slow: kubectl get --raw /metrics | grep apiserver_request_duration"));
    }

    private void version(String version, String minorText) {
        int minor;
        try {
            minor = Integer.parseInt(minorText.replaceAll("\\D.*", ""));
        } catch (NumberFormatException e) {
            findings.add(Finding.warn("server version", "\"" + version + "\" says no minor version", ""));
            return;
        }
        if (minor < OLDEST_MINOR) {
            findings.add(Finding.fail(
                    "server version",
                    version + " has no server-side apply",
                    "upgrade the cluster to 1." + OLDEST_MINOR + " or newer"));
        } else if (minor < MAINTAINED_MINOR) {
            findings.add(Finding.warn(
                    "server version",
                    version + " is no longer maintained and not tested with, though it has all that is needed",
                    "upgrade the cluster to 1." + MAINTAINED_MINOR + " or newer"));
        } else {
            findings.add(Finding.ok("server version", version));
        }
    }

    /** The header Date has whole seconds, and the answer takes a while; what is less than that is no difference. */
    private void clocks() throws InterruptedException {
        var clock = Clock.system();
        var http = client.typed().getHttpClient();
        var before = clock.now();
        String date;
        try {
            date = http.sendAsync(
                            http.newHttpRequestBuilder()
                                    .uri(client.server() + "/version")
                                    .build(),
                            byte[].class)
                    .get()
                    .header("Date");
        } catch (ExecutionException e) {
            date = null;
        }
        var after = clock.now();
        Instant server;
        try {
            server = ZonedDateTime.parse(String.valueOf(date), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            findings.add(Finding.warn("clock", "the server does not say what time it has", ""));
            return;
        }
        findings.add(clocks(before, server, after));
    }

    static Finding clocks(Instant before, Instant server, Instant after) {
        var ahead = Duration.between(after, server);
        var behind = Duration.between(server.plusSeconds(1), before);
        var skew = ahead.isPositive() ? ahead : behind.isPositive() ? behind : Duration.ZERO;
        if (skew.compareTo(SKEW) <= 0) {
            return Finding.ok(
                    "clock", "this machine's and the server's differ by less than " + (skew.toSeconds() + 1) + " s");
        }
        return Finding.warn(
                "clock",
                "the server's is " + skew.toSeconds() + " s " + (ahead.isPositive() ? "ahead of" : "behind")
                        + " this machine's: times in status, Events and dead letters mislead, and tokens may be refused",
                "have both follow a time server: timedatectl set-ntp true");
    }
}
