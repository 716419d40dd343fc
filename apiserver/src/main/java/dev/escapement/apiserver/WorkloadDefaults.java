package dev.escapement.apiserver;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Defaults of the kinds that run pods (k8s.io/kubernetes/pkg/apis/{apps,batch,autoscaling}). */
final class WorkloadDefaults {
    private static final String ROLLING = "RollingUpdate";

    private WorkloadDefaults() {}

    static void register(Map<String, Consumer<ObjectNode>> byType) {
        byType.put("apps.v1.DeploymentSpec", WorkloadDefaults::deployment);
        byType.put("apps.v1.ReplicaSetSpec", spec -> BuiltinDefaults.number(spec, "replicas", 1));
        byType.put("apps.v1.DaemonSetSpec", WorkloadDefaults::daemonSet);
        byType.put("apps.v1.StatefulSetSpec", WorkloadDefaults::statefulSet);
        byType.put("core.v1.ReplicationController", WorkloadDefaults::replicationController);
        byType.put("batch.v1.Job", WorkloadDefaults::job);
        byType.put("batch.v1.CronJobSpec", WorkloadDefaults::cronJob);
        byType.put("autoscaling.v2.HorizontalPodAutoscalerSpec", WorkloadDefaults::autoscaler);
    }

    private static void deployment(ObjectNode spec) {
        BuiltinDefaults.number(spec, "replicas", 1);
        ObjectNode strategy = Json.child(spec, "strategy");
        BuiltinDefaults.text(strategy, "type", ROLLING);
        if (Json.text(strategy, "type").equals(ROLLING)) {
            ObjectNode rolling = Json.child(strategy, "rollingUpdate");
            absent(rolling, "maxUnavailable", "25%");
            absent(rolling, "maxSurge", "25%");
        }
        BuiltinDefaults.number(spec, "revisionHistoryLimit", 10);
        BuiltinDefaults.number(spec, "progressDeadlineSeconds", 600);
    }

    private static void absent(ObjectNode object, String field, String fallback) {
        if (!object.hasNonNull(field)) {
            object.put(field, fallback);
        }
    }

    private static void daemonSet(ObjectNode spec) {
        ObjectNode strategy = Json.child(spec, "updateStrategy");
        BuiltinDefaults.text(strategy, "type", ROLLING);
        if (Json.text(strategy, "type").equals(ROLLING)) {
            ObjectNode rolling = Json.child(strategy, "rollingUpdate");
            BuiltinDefaults.number(rolling, "maxUnavailable", 1);
            BuiltinDefaults.number(rolling, "maxSurge", 0);
        }
        BuiltinDefaults.number(spec, "revisionHistoryLimit", 10);
    }

    private static void statefulSet(ObjectNode spec) {
        BuiltinDefaults.text(spec, "podManagementPolicy", "OrderedReady");
        ObjectNode strategy = Json.child(spec, "updateStrategy");
        if (Json.text(strategy, "type").isEmpty()) {
            strategy.put("type", ROLLING);
            Json.child(strategy, "rollingUpdate");
        }
        if (Json.text(strategy, "type").equals(ROLLING)
                && strategy.get("rollingUpdate") instanceof ObjectNode rolling) {
            BuiltinDefaults.number(rolling, "partition", 0);
        }
        ObjectNode retention = Json.child(spec, "persistentVolumeClaimRetentionPolicy");
        BuiltinDefaults.text(retention, "whenDeleted", "Retain");
        BuiltinDefaults.text(retention, "whenScaled", "Retain");
        BuiltinDefaults.number(spec, "replicas", 1);
        BuiltinDefaults.number(spec, "revisionHistoryLimit", 10);
        for (JsonNode claim : spec.path("volumeClaimTemplates")) {
            if (claim instanceof ObjectNode template) {
                BuiltinDefaults.text(template, "apiVersion", "v1");
                BuiltinDefaults.text(template, "kind", "PersistentVolumeClaim");
            }
        }
    }

    private static void replicationController(ObjectNode controller) {
        ObjectNode spec = Json.child(controller, "spec");
        JsonNode labels = spec.path("template").path("metadata").path("labels");
        if (labels.isObject() && spec.path("selector").isEmpty()) {
            spec.set("selector", labels.deepCopy());
        }
        labelsOfTemplate(controller, spec);
        BuiltinDefaults.number(spec, "replicas", 1);
    }

    private static void labelsOfTemplate(ObjectNode owner, ObjectNode spec) {
        JsonNode labels = spec.path("template").path("metadata").path("labels");
        ObjectNode metadata = Json.child(owner, "metadata");
        if (labels.isObject() && metadata.path("labels").isEmpty()) {
            metadata.set("labels", labels.deepCopy());
        }
    }

    /** Of the kind, not of its spec: the template in a CronJob is filled in only when the job is made. */
    private static void job(ObjectNode job) {
        ObjectNode spec = Json.child(job, "spec");
        labelsOfTemplate(job, spec);
        if (!spec.hasNonNull("completions") && !spec.hasNonNull("parallelism")) {
            spec.put("completions", 1);
        }
        BuiltinDefaults.number(spec, "parallelism", 1);
        BuiltinDefaults.number(spec, "backoffLimit", spec.hasNonNull("backoffLimitPerIndex") ? Integer.MAX_VALUE : 6);
        BuiltinDefaults.text(spec, "completionMode", "NonIndexed");
        BuiltinDefaults.flag(spec, "suspend", false);
        String replacement = spec.hasNonNull("podFailurePolicy") ? "Failed" : "TerminatingOrFailed";
        BuiltinDefaults.text(spec, "podReplacementPolicy", replacement);
        BuiltinDefaults.flag(spec, "manualSelector", false);
    }

    private static void cronJob(ObjectNode spec) {
        BuiltinDefaults.text(spec, "concurrencyPolicy", "Allow");
        BuiltinDefaults.flag(spec, "suspend", false);
        BuiltinDefaults.number(spec, "successfulJobsHistoryLimit", 3);
        BuiltinDefaults.number(spec, "failedJobsHistoryLimit", 1);
    }

    private static void autoscaler(ObjectNode spec) {
        BuiltinDefaults.number(spec, "minReplicas", 1);
        if (spec.path("metrics").isEmpty()) {
            ObjectNode metric = spec.putArray("metrics").addObject().put("type", "Resource");
            ObjectNode target = metric.putObject("resource").put("name", "cpu").putObject("target");
            target.put("type", "Utilization").put("averageUtilization", 80);
        }
        if (spec.get("behavior") instanceof ObjectNode behavior) {
            ObjectNode up = Json.child(behavior, "scaleUp");
            BuiltinDefaults.number(up, "stabilizationWindowSeconds", 0);
            scalingRules(up, List.of("Pods", "Percent"));
            scalingRules(Json.child(behavior, "scaleDown"), List.of("Percent"));
        }
    }

    private static void scalingRules(ObjectNode rules, List<String> types) {
        BuiltinDefaults.text(rules, "selectPolicy", "Max");
        if (!rules.hasNonNull("policies")) {
            var policies = rules.putArray("policies");
            for (String type : types) {
                policies.addObject()
                        .put("type", type)
                        .put("value", type.equals("Pods") ? 4 : 100)
                        .put("periodSeconds", 15);
            }
        }
    }
}
