package dev.escapement.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;

/**
 * A kind of object and where the API server keeps it.
 *
 * @param group the API group; empty for the core group
 * @param version the version, such as {@code v1}
 * @param name the kind, such as {@code Deployment}
 * @param plural the resource in paths, such as {@code deployments}
 * @param namespaced whether its objects live in namespaces
 */
public record Kind(String group, String version, String name, String plural, boolean namespaced) {
    /** The kind that a model class (fabric8's or an author's {@code CustomResource}) stands for. */
    public static Kind of(Class<? extends HasMetadata> type) {
        var version = HasMetadata.getVersion(type);
        if (version == null || version.isEmpty()) {
            throw new IllegalArgumentException(
                    type.getName() + " says no API version: annotate it with @Group(\"...\") and @Version(\"v1\")");
        }
        var group = HasMetadata.getGroup(type);
        return new Kind(
                group == null ? "" : group,
                version,
                HasMetadata.getKind(type),
                HasMetadata.getPlural(type),
                Namespaced.class.isAssignableFrom(type));
    }

    /** {@code group/version}, as objects say it. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** {@code plural.group}, as kubectl and RBAC say it. */
    public String resource() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /** The path of all objects of the kind, or of those in one namespace unless it is empty. */
    public String path(String namespace) {
        var root = (group.isEmpty() ? "/api/" : "/apis/" + group + "/") + version;
        return namespace.isEmpty() || !namespaced
                ? root + "/" + plural
                : root + "/namespaces/" + segment(namespace) + "/" + plural;
    }

    /**
     * The path of one object.
     *
     * @throws IllegalArgumentException if no object can have such a name; an empty one would make it the path of all of them
     */
    public String path(ObjectKey key) {
        if (namespaced && key.namespace().isEmpty()) {
            throw new IllegalArgumentException(name + " \"" + key.name() + "\" has no namespace, which its kind needs");
        }
        return path(key.namespace()) + "/" + segment(key.name());
    }

    /** One segment of a path, whatever is in it: names may come from what users of an operator write. */
    private String segment(String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.contains("/") || name.contains("%")) {
            throw new IllegalArgumentException("\"" + name + "\" can be no name, nor namespace, of a " + this.name
                    + ": it is empty, \".\" or \"..\", or contains \"/\" or \"%\"");
        }
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return name + "." + apiVersion();
    }
}
