package dev.escapement.apiserver;

import java.util.HashSet;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The addresses and ports of services, which lead nowhere here; many clients only look whether there are some. */
final class ServiceAddress {
    private static final int FIRST_NODE_PORT = 30_000;
    private static final int NODE_PORTS = 2_768;

    private ServiceAddress() {}

    /** Chooses one of the million addresses of 10.96.0.0/12 by the uid, which must be set: a collision would do no harm. */
    static void allocate(ObjectNode service) {
        ObjectNode spec = Json.child(service, "spec");
        if (Json.text(spec, "type").equals("ExternalName")) {
            return;
        }
        int chosen = Json.text(service, "metadata", "uid").hashCode();
        if (Json.text(spec, "clusterIP").isEmpty()) {
            int host = 1 + Math.floorMod(chosen, (1 << 20) - 2);
            spec.put("clusterIP", "10." + (96 + (host >> 16)) + "." + (host >> 8 & 0xff) + "." + (host & 0xff));
        }
        if (spec.path("clusterIPs").isEmpty()) {
            spec.putArray("clusterIPs").add(Json.text(spec, "clusterIP"));
        }
        families(spec);
        nodePorts(spec, chosen);
    }

    /** An update that does not name addresses and ports means those that the service has. */
    static void keep(ObjectNode service, ObjectNode live) {
        ObjectNode spec = Json.child(service, "spec");
        String address = Json.text(live, "spec", "clusterIP");
        if (Json.text(spec, "type").equals("ExternalName")) {
            return;
        }
        if (!address.isEmpty() && Json.text(spec, "clusterIP").isEmpty()) {
            spec.put("clusterIP", address);
        }
        if (Json.text(spec, "clusterIP").equals(address)
                && spec.path("clusterIPs").isEmpty()) {
            spec.set("clusterIPs", live.path("spec").path("clusterIPs").deepCopy());
        }
        for (JsonNode port : spec.path("ports")) {
            for (JsonNode old : live.path("spec").path("ports")) {
                boolean same = port.path("port").equals(old.path("port"))
                        && port.path("protocol").equals(old.path("protocol"));
                if (same && hasNodePorts(spec) && port.path("nodePort").asInt() == 0 && old.has("nodePort")) {
                    ((ObjectNode) port).set("nodePort", old.path("nodePort"));
                }
            }
        }
        for (String field : Set.of("ipFamilies", "ipFamilyPolicy")) {
            if (!spec.has(field) && live.path("spec").has(field)) {
                spec.set(field, live.path("spec").path(field).deepCopy());
            }
        }
        allocate(service);
    }

    /** As in a cluster with IPv4 only; a headless service without a selector can be anything. */
    private static void families(ObjectNode spec) {
        boolean anything = Json.text(spec, "clusterIP").equals("None")
                && spec.path("selector").isEmpty();
        BuiltinDefaults.text(spec, "ipFamilyPolicy", anything ? "RequireDualStack" : "SingleStack");
        if (spec.path("ipFamilies").isEmpty()) {
            ArrayNode families = spec.putArray("ipFamilies").add("IPv4");
            if (!Json.text(spec, "ipFamilyPolicy").equals("SingleStack")) {
                families.add("IPv6");
            }
        }
    }

    private static boolean hasNodePorts(ObjectNode spec) {
        String type = Json.text(spec, "type");
        return type.equals("NodePort")
                || (type.equals("LoadBalancer")
                        && spec.path("allocateLoadBalancerNodePorts").asBoolean(true));
    }

    private static void nodePorts(ObjectNode spec, int chosen) {
        if (!hasNodePorts(spec)) {
            return;
        }
        Set<Integer> taken = new HashSet<>();
        spec.path("ports").forEach(port -> taken.add(port.path("nodePort").asInt()));
        int next = Math.floorMod(chosen, NODE_PORTS);
        for (JsonNode port : spec.path("ports")) {
            if (port.path("nodePort").asInt() == 0 && port instanceof ObjectNode open) {
                while (!taken.add(FIRST_NODE_PORT + next)) {
                    next = (next + 1) % NODE_PORTS;
                }
                open.put("nodePort", FIRST_NODE_PORT + next);
            }
        }
    }
}
