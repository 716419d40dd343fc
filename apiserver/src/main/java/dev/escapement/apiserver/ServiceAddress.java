package dev.escapement.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The cluster IP of a Service. Nothing listens there, but clients read it. */
final class ServiceAddress {
    private ServiceAddress() {}

    /** Chooses one of the million addresses of 10.96.0.0/12 by the uid, which must be set: a collision would do no harm. */
    static void allocate(ObjectNode service) {
        ObjectNode spec = Json.child(service, "spec");
        if (Json.text(spec, "type").equals("ExternalName")
                || !Json.text(spec, "clusterIP").isEmpty()) {
            return;
        }
        int host = 1 + Math.floorMod(Json.text(service, "metadata", "uid").hashCode(), (1 << 20) - 2);
        String address = "10." + (96 + (host >> 16)) + "." + (host >> 8 & 0xff) + "." + (host & 0xff);
        spec.put("clusterIP", address);
        spec.putArray("clusterIPs").add(address);
    }

    /** An update that does not name the address means the one that the service has. */
    static void keep(ObjectNode service, ObjectNode live) {
        ObjectNode spec = Json.child(service, "spec");
        String address = Json.text(live, "spec", "clusterIP");
        boolean named = Json.text(spec, "type").equals("ExternalName");
        if (!named && !address.isEmpty() && Json.text(spec, "clusterIP").isEmpty()) {
            spec.put("clusterIP", address);
            spec.set("clusterIPs", live.path("spec").path("clusterIPs").deepCopy());
        }
    }
}
