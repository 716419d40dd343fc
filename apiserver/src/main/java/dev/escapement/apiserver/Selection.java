package dev.escapement.apiserver;

import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Which objects of a resource a list or a watch is about. */
record Selection(Resource resource, LabelSelector labels, FieldSelector fields) {
    private static final Set<String> ALWAYS = Set.of("metadata.name", "metadata.namespace");

    static Selection of(Resource resource, Request request) throws ApiException {
        LabelSelector labels = LabelSelector.parse(request.parameter("labelSelector"));
        FieldSelector fields = FieldSelector.parse(request.parameter("fieldSelector"));
        Set<String> known = known(resource);
        for (String field : fields.fields()) {
            if (!ALWAYS.contains(field) && !known.contains(field)) {
                throw ApiException.badRequest(
                        known.isEmpty() && resource.custom() == null
                                ? GoText.quote(field)
                                        + " is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
                                : "field label not supported: " + field);
            }
        }
        return new Selection(resource, labels, fields);
    }

    private static Set<String> known(Resource resource) {
        if (resource.custom() != null) {
            return Set.copyOf(resource.custom().selectable());
        }
        return switch (resource.qualified()) {
            case "pods" ->
                Set.of(
                        "spec.nodeName",
                        "spec.restartPolicy",
                        "spec.schedulerName",
                        "spec.serviceAccountName",
                        "spec.hostNetwork",
                        "status.phase",
                        "status.podIP",
                        "status.nominatedNodeName");
            case "events" ->
                Set.of(
                        "involvedObject.kind",
                        "involvedObject.namespace",
                        "involvedObject.name",
                        "involvedObject.uid",
                        "involvedObject.apiVersion",
                        "involvedObject.resourceVersion",
                        "involvedObject.fieldPath",
                        "reason",
                        "reportingComponent",
                        "type");
            case "events.events.k8s.io" ->
                Set.of(
                        "regarding.kind",
                        "regarding.namespace",
                        "regarding.name",
                        "regarding.uid",
                        "reason",
                        "reportingController",
                        "type");
            case "secrets" -> Set.of("type");
            case "services" -> Set.of("spec.clusterIP", "spec.type");
            case "namespaces" -> Set.of("status.phase");
            case "nodes" -> Set.of("spec.unschedulable");
            case "replicasets.apps", "replicationcontrollers" -> Set.of("status.replicas");
            case "jobs.batch" -> Set.of("status.successful");
            default -> Set.of();
        };
    }

    boolean everything() {
        return labels.isEmpty() && fields.isEmpty();
    }

    boolean matches(Stored stored) {
        if (!labels.matches(stored.labels())) {
            return false;
        }
        if (fields.isEmpty()) {
            return true;
        }
        if (ALWAYS.containsAll(fields.fields())) {
            // Watching one object by name is common, and needs none of its bytes.
            ObjectNode stub = Trees.object();
            stub.putObject("metadata").put("name", stored.name()).put("namespace", stored.namespace());
            return fields.matches(stub);
        }
        return fields.matches(Conversion.fromStored(resource, stored.tree()));
    }
}
