package dev.escapement.apiserver;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The kinds of apps and batch. */
final class WorkloadValidation {
    private static final String STATEFUL_SET_UPDATE =
            "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy',"
                    + " 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";
    private static final List<String> STATEFUL_SET_MUTABLE = List.of(
            "replicas",
            "ordinals",
            "template",
            "updateStrategy",
            "revisionHistoryLimit",
            "persistentVolumeClaimRetentionPolicy",
            "minReadySeconds");

    private final Checks checks;
    private final @Nullable JsonNode before;

    private WorkloadValidation(Checks checks, @Nullable ObjectNode before) {
        this.checks = checks;
        this.before = before == null ? null : before.path("spec");
    }

    static void validate(String kind, ObjectNode object, @Nullable ObjectNode before, Checks checks) {
        var validation = new WorkloadValidation(checks, before);
        JsonNode spec = object.path("spec");
        switch (kind) {
            case "Deployment" -> validation.deployment(spec);
            case "ReplicaSet" -> validation.replicaSet(spec);
            case "StatefulSet" -> validation.statefulSet(spec);
            case "DaemonSet" -> validation.daemonSet(spec);
            case "Job" -> validation.job(spec, "spec");
            default -> validation.cronJob(object, spec);
        }
    }

    private void deployment(JsonNode spec) {
        checks.notNegative(spec, "spec", "replicas");
        SelectorValidation.validateForTemplate(spec, "deployment", checks);
        template(spec);
        strategy(spec.path("strategy"));
        checks.notNegative(spec, "spec", "minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds");
        long deadline = spec.path("progressDeadlineSeconds").asLong(Long.MAX_VALUE);
        if (deadline >= 0 && deadline <= spec.path("minReadySeconds").asLong()) {
            checks.add(Cause.invalid(
                    "spec.progressDeadlineSeconds",
                    spec.path("progressDeadlineSeconds"),
                    "must be greater than minReadySeconds"));
        }
        immutable(spec, "selector");
    }

    private void replicaSet(JsonNode spec) {
        checks.notNegative(spec, "spec", "replicas", "minReadySeconds");
        SelectorValidation.validateForTemplate(spec, "deployment", checks);
        template(spec);
        immutable(spec, "selector");
    }

    private void statefulSet(JsonNode spec) {
        String policy = Json.text(spec, "podManagementPolicy");
        if (!policy.equals("OrderedReady") && !policy.equals("Parallel")) {
            checks.add(Cause.invalid("spec.podManagementPolicy", policy, "must be 'OrderedReady' or 'Parallel'"));
        }
        checks.notNegative(spec, "spec", "replicas", "minReadySeconds");
        SelectorValidation.validateForTemplate(spec, "statefulset", checks);
        template(spec);
        if (before != null && !Json.same(without(spec, STATEFUL_SET_MUTABLE), without(before, STATEFUL_SET_MUTABLE))) {
            checks.add(Cause.forbidden("spec", STATEFUL_SET_UPDATE));
        }
    }

    private void daemonSet(JsonNode spec) {
        SelectorValidation.validateForTemplate(spec, "daemonset", checks);
        template(spec);
        checks.notNegative(spec, "spec", "minReadySeconds", "revisionHistoryLimit");
        immutable(spec, "selector");
    }

    /** What keeps a set of pods up restarts their containers always. */
    private void template(JsonNode spec) {
        JsonNode template = spec.path("template");
        PodValidation.validateTemplate(template, "spec.template", checks);
        String policy = Json.text(template, "spec", "restartPolicy");
        if (policy.equals("Never") || policy.equals("OnFailure")) {
            checks.add(Cause.notSupported("spec.template.spec.restartPolicy", policy, List.of("Always")));
        }
    }

    private void strategy(JsonNode strategy) {
        String type = Json.text(strategy, "type");
        JsonNode rolling = strategy.path("rollingUpdate");
        String path = "spec.strategy";
        switch (type) {
            case "Recreate" -> {
                if (rolling.isObject()) {
                    checks.add(Cause.forbidden(
                            path + ".rollingUpdate", "may not be specified when strategy `type` is 'Recreate'"));
                }
            }
            case "RollingUpdate" -> rollingUpdate(rolling, path + ".rollingUpdate");
            default ->
                checks.add(new Cause(
                        "FieldValueNotSupported",
                        path,
                        "Unsupported value: {\"Type\":" + GoText.quote(type)
                                + ",\"RollingUpdate\":null}: supported values: \"Recreate\", \"RollingUpdate\""));
        }
    }

    private void rollingUpdate(JsonNode rolling, String path) {
        for (String field : List.of("maxUnavailable", "maxSurge")) {
            intOrPercent(rolling.path(field), path + "." + field);
        }
        JsonNode unavailable = rolling.path("maxUnavailable");
        if (isZero(unavailable) && isZero(rolling.path("maxSurge"))) {
            checks.add(Cause.invalid(path + ".maxUnavailable", unavailable, "may not be 0 when `maxSurge` is 0"));
        }
    }

    private void intOrPercent(JsonNode value, String path) {
        if (value.isTextual() && !value.textValue().matches("[0-9]+%")) {
            checks.add(Cause.invalid(
                    path,
                    value,
                    "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%',"
                            + " regex used for validation is '[0-9]+%')"));
        } else if (value.isNumber() && value.asLong() < 0) {
            checks.add(Cause.invalid(path, value, Checks.NOT_NEGATIVE));
        }
    }

    private static boolean isZero(JsonNode value) {
        return value.asText().equals("0") || value.asText().equals("0%");
    }

    private void job(JsonNode spec, String path) {
        checks.notNegative(
                spec,
                path,
                "parallelism",
                "completions",
                "activeDeadlineSeconds",
                "backoffLimit",
                "ttlSecondsAfterFinished");
        JsonNode template = spec.path("template");
        PodValidation.validateTemplate(template, path + ".template", checks);
        String policy = Json.text(template, "spec", "restartPolicy");
        if (!policy.equals("OnFailure") && !policy.equals("Never")) {
            checks.add(Cause.required(path + ".template.spec.restartPolicy", "valid values: \"OnFailure\", \"Never\""));
        }
        boolean suspended = before != null && before.path("suspend").asBoolean();
        for (String field : List.of("selector", "completionMode")) {
            immutable(spec, field);
        }
        if (!suspended) {
            immutable(spec, "template");
        }
    }

    private void cronJob(ObjectNode object, JsonNode spec) {
        String name = Json.text(object, "metadata", "name");
        if (before == null && name.length() > 52) {
            checks.add(Cause.invalid("metadata.name", name, "must be no more than 52 characters"));
        }
        if (checks.requireText(spec, "spec", "schedule")) {
            String schedule = Json.text(spec, "schedule");
            List<String> fields = List.of(schedule.trim().split("\\s+", -1));
            if (fields.size() != 5 && !schedule.startsWith("@")) {
                checks.add(Cause.invalid(
                        "spec.schedule",
                        schedule,
                        "expected exactly 5 fields, found " + fields.size() + ": [" + String.join(" ", fields) + "]"));
            }
        }
        checks.oneOf(spec, "spec", "concurrencyPolicy", List.of("Allow", "Forbid", "Replace"));
        checks.notNegative(
                spec, "spec", "startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit");
        new WorkloadValidation(checks, null).job(spec.path("jobTemplate").path("spec"), "spec.jobTemplate.spec");
    }

    private void immutable(JsonNode spec, String field) {
        checks.immutable(spec, before, "spec", field);
    }

    private static JsonNode without(JsonNode spec, List<String> fields) {
        JsonNode copy = spec.deepCopy();
        return copy instanceof ObjectNode object ? object.without(fields) : copy;
    }
}
