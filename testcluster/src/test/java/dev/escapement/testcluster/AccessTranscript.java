package dev.escapement.testcluster;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Sends requests that are written as {@code WHO METHOD PATH BODY}, and tells their answers in a form that does not differ from
 * run to run. WHO is a list with commas: {@code admin}, {@code user}, {@code nobody} or {@code token:TEXT}; whom to act as
 * ({@code as:}, {@code group:}, {@code uid:}, {@code extra:KEY=VALUE}); {@code merge} or {@code apply} for patches. Before it may
 * stand {@code NAME=FIELD}: the answer's field replaces {@code $NAME} in later requests.
 */
final class AccessTranscript implements AutoCloseable {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final PlainClient client;
    private final Map<String, String> names = new HashMap<>();

    AccessTranscript(Path kubeconfig, Path userKubeconfig) {
        client = new PlainClient(kubeconfig);
        try (var user = new PlainClient(userKubeconfig)) {
            names.put("$user", user.token());
        }
        names.put("$admin", client.token());
    }

    /** Tells the transcript anew: the kubeconfig of a real cluster, and the file with the requests. */
    public static void main(String[] args) throws Exception {
        try (var transcript = new AccessTranscript(Path.of(args[0]), Path.of(args[0] + "-user"))) {
            for (String line : Files.readAllLines(Path.of(args[1]))) {
                if (line.isEmpty() || line.startsWith("#")) {
                    System.out.println(line);
                } else if (line.startsWith("> ")) {
                    System.out.println(line);
                    System.out.println(transcript.answer(line.substring(2)));
                    Thread.sleep(200); // roles and bindings are looked at a moment after they were written
                }
            }
        }
    }

    /** Sends a request and returns its status and body. */
    String answer(String line) throws IOException, InterruptedException {
        String[] part = line.split(" ", 4);
        String kept = "";
        String request = line;
        if (part[0].matches("[a-z]+=[a-z.]+")) {
            kept = part[0];
            request = line.substring(kept.length() + 1);
            part = request.split(" ", 4);
        }
        var answer = client.send(request(part[0], part[1], part[2], part.length > 3 ? part[3] : ""));
        boolean json = answer.body().startsWith("{");
        if (!kept.isEmpty() && json) {
            String field = "/" + kept.substring(kept.indexOf('=') + 1).replace('.', '/');
            names.put(
                    "$" + kept.substring(0, kept.indexOf('=')),
                    MAPPER.readTree(answer.body()).at(field).asText());
        }
        return answer.statusCode() + " "
                + (json ? normal(answer.body()) : answer.body().strip());
    }

    private HttpRequest request(String who, String method, String path, String body) {
        var request = client.request(path);
        String type = "application/json";
        for (String word : who.split(",", -1)) {
            String value = word.substring(word.indexOf(':') + 1);
            switch (word.substring(0, Math.max(word.indexOf(':'), 0))) {
                case "token" -> request.header("Authorization", "Bearer " + named(value));
                case "as" -> request.header("Impersonate-User", value);
                case "group" -> request.header("Impersonate-Group", value);
                case "uid" -> request.header("Impersonate-Uid", value);
                case "extra" -> {
                    String[] extra = value.split("=", 2);
                    request.header("Impersonate-Extra-" + extra[0], extra[1]);
                }
                default -> {
                    switch (word) {
                        case "admin", "user" -> request.header("Authorization", "Bearer " + named("$" + word));
                        case "merge" -> type = "application/merge-patch+json";
                        case "apply" -> type = "application/apply-patch+yaml";
                        default -> {}
                    }
                }
            }
        }
        if (!body.isEmpty()) {
            request.header("Content-Type", type);
        }
        var bytes = HttpRequest.BodyPublishers.ofString(named(body).replace('\'', '"'));
        return request.method(method, bytes).build();
    }

    private String named(String text) {
        String result = text;
        for (var name : names.entrySet()) {
            result = result.replace(name.getKey(), name.getValue());
        }
        return result;
    }

    /** The body with its fields in the order of their names, and a word for what may differ. */
    private String normal(String body) throws IOException {
        JsonNode tree = MAPPER.readTree(body);
        if (tree.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
        }
        sort(tree.path("status").path("resourceRules"));
        sort(tree.path("status").path("nonResourceRules"));
        String text = MAPPER.writeValueAsString(MAPPER.treeToValue(tree, Object.class));
        for (String name : new TreeSet<>(names.keySet())) {
            text = text.replace(names.getOrDefault(name, ""), name);
        }
        return text.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UID")
                .replaceAll("\"resourceVersion\":\"\\d+\"", "\"resourceVersion\":\"RV\"")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}Z", "TIME")
                .replaceAll("eyJ[\\w.-]+", "JWT");
    }

    /** Bindings are looked at in the order of a Go map. */
    private static void sort(JsonNode rules) {
        if (rules instanceof ArrayNode array) {
            var sorted = new TreeSet<>(java.util.Comparator.comparing(JsonNode::toString));
            array.forEach(rule -> sorted.add(sorted(rule)));
            array.removeAll();
            sorted.forEach(array::add);
        }
    }

    private static JsonNode sorted(JsonNode rule) {
        return MAPPER.valueToTree(MAPPER.convertValue(rule, java.util.TreeMap.class));
    }

    @Override
    public void close() {
        client.close();
    }
}
