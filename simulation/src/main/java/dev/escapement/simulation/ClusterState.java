package dev.escapement.simulation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.escapement.apiserver.Request;
import dev.escapement.apiserver.Response;

/**
 * The objects of a cluster without what differs between two clusters in which the same came to be: uids, versions, times, managers
 * of fields, counts of generations.
 *
 * @param objects their JSON, by path
 */
record ClusterState(Map<String, JsonNode> objects) {
    private static final Set<String> OF_THE_SERVER = Set.of(
            "uid",
            "resourceVersion",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "generation",
            "managedFields",
            "selfLink");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
    private static final int FEW = 5;

    /**
     * What is in some collections.
     *
     * @param ignored JSON pointers of what does not count, such as {@code /status/attempts}
     */
    static ClusterState of(World world, Collection<String> collections, Collection<String> ignored) {
        var objects = new TreeMap<String, JsonNode>();
        for (var collection : collections) {
            if (world.ask(Request.of("GET", collection)) instanceof Response.Whole list && list.status() == 200) {
                for (var item : FaultAnswer.parse(list.body()).path("items")) {
                    var object = (ObjectNode) item.deepCopy();
                    var metadata = object.path("metadata");
                    objects.put(
                            collection + " " + metadata.path("namespace").asText() + "/"
                                    + metadata.path("name").asText(),
                            normal(object, ignored));
                }
            }
        }
        return new ClusterState(objects);
    }

    private static JsonNode normal(ObjectNode object, Collection<String> ignored) {
        if (object.path("metadata") instanceof ObjectNode metadata) {
            boolean isDeleting = metadata.hasNonNull("deletionTimestamp");
            metadata.remove(OF_THE_SERVER);
            if (isDeleting) {
                metadata.put("deleting", true);
            }
        }
        for (var pointer : ignored) {
            int last = pointer.lastIndexOf('/');
            if (object.at(pointer.substring(0, last)) instanceof ObjectNode parent) {
                parent.remove(pointer.substring(last + 1));
            }
        }
        return general(object);
    }

    /** Without times, uids of owners and generations that were seen, wherever they are. */
    private static JsonNode general(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(List.of("observedGeneration", "uid"));
            var names = new ArrayList<String>();
            object.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> object.set(name, general(Objects.requireNonNull(object.get(name)))));
            return object;
        }
        if (node instanceof com.fasterxml.jackson.databind.node.ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, general(array.get(i)));
            }
            return array;
        }
        return node.isTextual() ? TextNode.valueOf(TIME.matcher(node.asText()).replaceAll("(time)")) : node;
    }

    /** How this one differs from another, in some lines; empty if it does not. */
    String difference(ClusterState wanted) {
        var lines = new ArrayList<String>();
        var paths = new TreeSet<>(objects.keySet());
        paths.addAll(wanted.objects.keySet());
        for (var path : paths) {
            var is = objects.get(path);
            var should = wanted.objects.get(path);
            if (!Objects.equals(is, should)) {
                lines.add(
                        is == null
                                ? path + " is missing"
                                : should == null
                                        ? path + " should not be there: " + is
                                        : path + "\n  is        " + is + "\n  should be " + should);
            }
        }
        int more = lines.size() - FEW;
        return String.join("\n", lines.subList(0, Math.min(FEW, lines.size())))
                + (more > 0 ? "\nand " + more + " more" : "");
    }
}
