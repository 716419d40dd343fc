package dev.escapement.console;

import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.escapement.Operator;
import dev.escapement.client.ObjectKey;

/** What can be read of an operator, as JSON; see docs/console-api.md. */
final class Api {
    static final String ROOT = "/api/v1/";
    /** In an address, in the place of the namespace of an object that has none. */
    private static final String NO_NAMESPACE = "-";

    private final Operator operator;

    Api(Operator operator) {
        this.operator = operator;
    }

    /**
     * Reads.
     *
     * @param path the path below {@link #ROOT}, still encoded
     * @throws Refusal if there is no such thing
     */
    ObjectNode read(String path, Query query) {
        var insight = operator.insight();
        return switch (path) {
            case "overview" -> OverviewJson.of(operator);
            case "controllers" -> ControllersJson.of(operator);
            case "objects" -> ObjectsJson.page(insight, query);
            case "retrying" -> ObjectsJson.retrying(insight, query);
            case "dead-letters" ->
                query.parameters().containsKey("fingerprint")
                                || query.parameters().containsKey("limit")
                        ? LettersJson.items(insight, query)
                        : LettersJson.groups(insight);
            case "tasks" -> TasksJson.of(insight);
            case "gate" -> GateJson.of(operator);
            case "caches" -> ProcessJson.caches(operator);
            case "health" -> OverviewJson.health(operator);
            default -> object(path);
        };
    }

    private ObjectNode object(String path) {
        var words = List.of(path.split("/", -1)).stream().map(Query::decoded).toList();
        if (words.size() != 4 || !words.getFirst().equals("objects")) {
            throw new Refusal(404, "there is no " + ROOT + path + "; docs/console-api.md lists what there is");
        }
        var namespace = words.get(2).equals(NO_NAMESPACE) ? "" : words.get(2);
        return ObjectsJson.one(operator.insight(), words.get(1), new ObjectKey(namespace, words.get(3)));
    }
}
