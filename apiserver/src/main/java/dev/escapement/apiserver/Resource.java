package dev.escapement.apiserver;

import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import org.jspecify.annotations.Nullable;

/**
 * A served resource: one kind in one version.
 *
 * @param storage the name its objects are kept under, which all versions of the resource share
 * @param custom what only resources made by a CustomResourceDefinition have
 */
record Resource(
        String group,
        String version,
        String plural,
        String singular,
        String kind,
        String listKind,
        boolean namespaced,
        List<String> shortNames,
        List<String> categories,
        Set<Trait> traits,
        String storage,
        @Nullable Custom custom) {

    /** How the API server treats a resource, where resources differ. */
    enum Trait {
        /** has the status subresource: main-resource writes leave status alone, and the other way round */
        STATUS,
        SCALE,
        /** metadata.generation counts the changes of its intent */
        GENERATION,
        /** PUT of a missing object creates it */
        CREATE_ON_UPDATE,
        /** PUT without a resourceVersion is refused */
        VERSION_REQUIRED,
        /** DELETE answers with the object rather than with a Status */
        RETURNS_DELETED,
        /** a question: it can be created only, and is not kept */
        REVIEW,
    }

    /**
     * What a CustomResourceDefinition says about one version.
     *
     * @param definition the name of the CustomResourceDefinition
     * @param storedVersion the version its objects are kept in
     * @param columns its additionalPrinterColumns
     * @param schema the parsed schema
     * @param storedSchema that of the version its objects are kept in
     * @param openApi the schema as it was given
     * @param scale the paths of the scale subresource, if there is one
     * @param selectable the fields that a field selector may name
     * @param deprecation the warning that each request gets, or ""
     */
    record Custom(
            String definition,
            String storedVersion,
            ArrayNode columns,
            StructuralSchema schema,
            StructuralSchema storedSchema,
            JsonNode openApi,
            JsonNode scale,
            List<String> selectable,
            String deprecation) {}

    boolean has(Trait trait) {
        return traits.contains(trait);
    }

    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** The apiVersion its objects are kept in. */
    String storedApiVersion() {
        if (custom != null) {
            return group + "/" + custom.storedVersion;
        }
        return Conversion.renames(this) ? version : apiVersion();
    }

    /** Whether objects are kept in another version than this one. */
    boolean converts() {
        return custom != null && !custom.storedVersion.equals(version);
    }

    /** The resource as it is named in messages: {@code deployments.apps}. */
    String qualified() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /** Where it is served: {@code /api/v1} or {@code /apis/apps/v1}. */
    String root() {
        return (group.isEmpty() ? "/api/" : "/apis/") + apiVersion();
    }

    ListTypes listTypes() {
        return custom == null ? ListTypes.builtin(group, kind) : custom.schema.listTypes();
    }
}
