package dev.escapement.apiserver;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

/** Containers, as far as their authors commonly get them wrong. */
final class ContainerValidation {
    private static final List<String> HANDLERS = List.of("exec", "httpGet", "tcpSocket", "grpc", "sleep");
    private static final List<String> VALUE_SOURCES =
            List.of("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef");

    private final Checks checks;
    private final Set<String> volumes;

    private ContainerValidation(Checks checks, Set<String> volumes) {
        this.checks = checks;
        this.volumes = volumes;
    }

    static void validate(JsonNode containers, String path, Set<String> names, Set<String> volumes, Checks checks) {
        var validation = new ContainerValidation(checks, volumes);
        int index = 0;
        for (JsonNode container : containers) {
            String at = path + "[" + index + "]";
            validation.validateContainer(container, at);
            String name = Json.text(container, "name");
            if (!name.isEmpty() && !names.add(name)) {
                checks.add(Cause.duplicate(at + ".name", name));
            }
            index++;
        }
    }

    private void validateContainer(JsonNode container, String path) {
        if (checks.requireText(container, path, "name")) {
            String name = Json.text(container, "name");
            checks.complaints(path + ".name", name, NameRules.label(name));
        }
        checks.requireText(container, path, "image");
        checks.oneOf(container, path, "terminationMessagePolicy", List.of("File", "FallbackToLogsOnError"));
        ports(container.path("ports"), path + ".ports");
        environment(container.path("env"), path + ".env");
        mounts(container.path("volumeMounts"), path + ".volumeMounts");
        checks.oneOf(container, path, "imagePullPolicy", List.of("Always", "IfNotPresent", "Never"));
        resources(container.path("resources"), path + ".resources");
        for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            if (container.path(probe).isObject()) {
                probe(container.path(probe), path + "." + probe, !probe.equals("readinessProbe"));
            }
        }
    }

    private void ports(JsonNode ports, String path) {
        var names = new HashSet<String>();
        int index = 0;
        for (JsonNode port : ports) {
            String at = path + "[" + index + "]";
            String name = Json.text(port, "name");
            if (!name.isEmpty()) {
                List<String> complaints = NameRules.portName(name);
                checks.complaints(at + ".name", name, complaints);
                if (complaints.isEmpty() && !names.add(name)) {
                    checks.add(Cause.duplicate(at + ".name", name));
                }
            }
            if (port.path("containerPort").asLong() == 0) {
                checks.add(Cause.required(at + ".containerPort", ""));
            } else {
                checks.port(port.path("containerPort"), at + ".containerPort");
            }
            if (port.path("hostPort").asLong() != 0) {
                checks.port(port.path("hostPort"), at + ".hostPort");
            }
            checks.oneOf(port, at, "protocol", List.of("SCTP", "TCP", "UDP"));
            index++;
        }
    }

    private void environment(JsonNode variables, String path) {
        int index = 0;
        for (JsonNode variable : variables) {
            String at = path + "[" + index + "]";
            if (checks.requireText(variable, at, "name")) {
                String name = Json.text(variable, "name");
                checks.complaints(at + ".name", name, NameRules.environmentName(name));
            }
            JsonNode source = variable.path("valueFrom");
            if (source.isObject()) {
                valueFrom(source, !Json.text(variable, "value").isEmpty(), at + ".valueFrom");
            }
            index++;
        }
    }

    private void valueFrom(JsonNode source, boolean hasValue, String path) {
        long sources = VALUE_SOURCES.stream().filter(source::hasNonNull).count();
        for (String reference : List.of("configMapKeyRef", "secretKeyRef")) {
            if (source.hasNonNull(reference)) {
                checks.requireText(source.path(reference), path + "." + reference, "key");
            }
        }
        if (sources == 0) {
            checks.add(Cause.invalid(
                    path,
                    "",
                    "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or"
                            + " `fileKeyRef`"));
        } else if (hasValue) {
            checks.add(Cause.invalid(path, "", "may not be specified when `value` is not empty"));
        } else if (sources > 1) {
            checks.add(Cause.invalid(path, "", "may not have more than one field specified at a time"));
        }
    }

    private void mounts(JsonNode mounts, String path) {
        var paths = new HashSet<String>();
        int index = 0;
        for (JsonNode mount : mounts) {
            String at = path + "[" + index + "]";
            checks.requireText(mount, at, "name");
            String name = Json.text(mount, "name");
            if (!volumes.contains(name)) {
                checks.add(Cause.notFound(at + ".name", name));
            }
            checks.requireText(mount, at, "mountPath");
            String mountPath = Json.text(mount, "mountPath");
            if (!paths.add(mountPath)) {
                checks.add(Cause.invalid(at + ".mountPath", mountPath, "must be unique"));
            }
            index++;
        }
    }

    private void resources(JsonNode resources, String path) {
        JsonNode limits = resources.path("limits");
        for (String list : List.of("limits", "requests")) {
            for (var entry : resources.path(list).properties()) {
                Quantity quantity = Quantity.parse(entry.getValue());
                if (quantity != null && quantity.value().signum() < 0) {
                    checks.add(Cause.invalid(
                            path + "." + list + "[" + entry.getKey() + "]",
                            entry.getValue().asText(),
                            Checks.NOT_NEGATIVE));
                }
            }
        }
        for (var request : resources.path("requests").properties()) {
            Quantity wanted = Quantity.parse(request.getValue());
            Quantity limit = Quantity.parse(limits.path(request.getKey()));
            if (wanted != null && limit != null && wanted.compareTo(limit) > 0) {
                checks.add(Cause.invalid(
                        path + ".requests",
                        request.getValue().asText(),
                        "must be less than or equal to " + request.getKey() + " limit of "
                                + limits.path(request.getKey()).asText()));
            }
        }
    }

    private void probe(JsonNode probe, String path, boolean succeedsOnce) {
        List<String> handlers = HANDLERS.stream().filter(probe::hasNonNull).toList();
        if (handlers.isEmpty()) {
            checks.add(Cause.required(path, "must specify a handler type"));
        }
        handlers.stream()
                .skip(1)
                .forEach(extra ->
                        checks.add(Cause.forbidden(path + "." + extra, "may not specify more than 1 handler type")));
        checks.notNegative(
                probe,
                path,
                "initialDelaySeconds",
                "timeoutSeconds",
                "periodSeconds",
                "successThreshold",
                "failureThreshold");
        JsonNode successes = probe.path("successThreshold");
        if (succeedsOnce && successes.isNumber() && successes.asInt() != 1) {
            checks.add(Cause.invalid(path + ".successThreshold", successes, "must be 1"));
        }
    }
}
