package dev.escapement.testcluster.differential;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A kind that scripts use, with its collection's path in the run's namespace. */
record Kind(String apiVersion, String plural, String name, boolean namespaced) {
    static final Kind CONFIG_MAP = new Kind("v1", "configmaps", "ConfigMap", true);
    static final Kind SECRET = new Kind("v1", "secrets", "Secret", true);
    static final Kind SERVICE = new Kind("v1", "services", "Service", true);
    static final Kind POD = new Kind("v1", "pods", "Pod", true);
    static final Kind DEPLOYMENT = new Kind("apps/v1", "deployments", "Deployment", true);
    static final Kind STATEFUL_SET = new Kind("apps/v1", "statefulsets", "StatefulSet", true);
    static final Kind REPLICA_SET = new Kind("apps/v1", "replicasets", "ReplicaSet", true);
    static final Kind JOB = new Kind("batch/v1", "jobs", "Job", true);
    static final Kind LEASE = new Kind("coordination.k8s.io/v1", "leases", "Lease", true);
    static final Kind ROLE = new Kind("rbac.authorization.k8s.io/v1", "roles", "Role", true);
    static final Kind NAMESPACE = new Kind("v1", "namespaces", "Namespace", false);
    static final Kind DEFINITION =
            new Kind("apiextensions.k8s.io/v1", "customresourcedefinitions", "CustomResourceDefinition", false);
    static final Kind WIDGET = new Kind("diff.example.com/v1", "widgets", "Widget", true);
    static final Kind OLD_WIDGET = new Kind("diff.example.com/v1beta1", "widgets", "Widget", true);
    static final Kind GADGET = new Kind("diff.example.com/v1", "gadgets", "Gadget", false);

    String root() {
        return (apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion;
    }

    String path() {
        return root() + (namespaced ? "/namespaces/${ns}/" : "/") + plural;
    }

    String path(String object) {
        return path() + "/" + object;
    }

    /** An object of this kind with nothing but a name. */
    ObjectNode object(String object) {
        return Tree.object("apiVersion", apiVersion, "kind", name, "metadata", Tree.object("name", object));
    }
}
