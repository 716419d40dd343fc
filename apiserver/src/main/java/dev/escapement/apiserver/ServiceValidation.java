package dev.escapement.apiserver;

import java.util.HashSet;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Services. */
final class ServiceValidation {
    private ServiceValidation() {}

    static void validate(ObjectNode service, @Nullable ObjectNode before, Checks checks) {
        JsonNode spec = service.path("spec");
        String type = Json.text(spec, "type");
        boolean headless = Json.text(spec, "clusterIP").equals("None");
        if (spec.path("ports").isEmpty() && !headless && !type.equals("ExternalName")) {
            checks.add(Cause.required("spec.ports", ""));
        }
        ports(spec.path("ports"), headless, checks);
        Names.labels("spec.selector", spec.path("selector")).forEach(checks::add);
        checks.oneOf(spec, "spec", "sessionAffinity", List.of("ClientIP", "None"));
        checks.oneOf(spec, "spec", "type", List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort"));
        if (type.equals("ExternalName")) {
            checks.requireText(spec, "spec", "externalName");
        }
        if (headless && List.of("NodePort", "LoadBalancer").contains(type)) {
            checks.add(
                    Cause.invalid("spec.clusterIPs[0]", "None", "may not be set to 'None' for " + type + " services"));
        }
        if (before != null) {
            addressKept(spec, before.path("spec"), checks);
        }
    }

    private static void ports(JsonNode ports, boolean headless, Checks checks) {
        var names = new HashSet<String>();
        var numbers = new HashSet<String>();
        int index = 0;
        for (JsonNode port : ports) {
            String at = "spec.ports[" + index + "]";
            String name = Json.text(port, "name");
            if (name.isEmpty() && ports.size() > 1) {
                checks.add(Cause.required(at + ".name", ""));
            } else if (!name.isEmpty()) {
                checks.complaints(at + ".name", name, NameRules.label(name));
                if (!names.add(name)) {
                    checks.add(Cause.duplicate(at + ".name", name));
                }
            }
            checks.port(port.path("port"), at + ".port");
            checks.oneOf(port, at, "protocol", List.of("SCTP", "TCP", "UDP"));
            JsonNode target = port.path("targetPort");
            if (target.isNumber() && !headless) {
                checks.port(target, at + ".targetPort");
            } else if (target.isTextual()) {
                checks.complaints(at + ".targetPort", target.textValue(), NameRules.portName(target.textValue()));
            }
            if (!numbers.add(Json.text(port, "protocol") + port.path("port"))) {
                duplicatePort(port, at, checks);
            }
            index++;
        }
    }

    /** Printed as the internal struct, without what does not make two ports the same. */
    private static void duplicatePort(JsonNode port, String path, Checks checks) {
        checks.add(new Cause(
                "FieldValueDuplicate",
                path,
                "Duplicate value: {\"Name\":\"\",\"Protocol\":\"" + Json.text(port, "protocol")
                        + "\",\"AppProtocol\":null,\"Port\":" + port.path("port")
                        + ",\"TargetPort\":0,\"NodePort\":0}"));
    }

    private static void addressKept(JsonNode spec, JsonNode before, Checks checks) {
        String address = Json.text(before, "clusterIP");
        boolean named = Json.text(before, "type").equals("ExternalName")
                || Json.text(spec, "type").equals("ExternalName");
        if (!named && !address.isEmpty() && !Json.text(spec, "clusterIP").equals(address)) {
            checks.add(Cause.invalid("spec.clusterIPs[0]", spec.path("clusterIPs"), "may not change once set"));
        }
    }
}
