package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether the server has a form that the client accepts. */
final class Accepting {
    private static final List<String> SERVED =
            List.of("application/json", "application/yaml", "application/vnd.kubernetes.protobuf");
    private static final List<String> STREAMED =
            List.of("application/json;stream=watch", "application/vnd.kubernetes.protobuf;stream=watch");

    private Accepting() {}

    /** Refuses when none of the accepted types is served; JSON is the one that is sent in any other case. */
    static void check(Route route, Request request) throws ApiException {
        String accept = request.header("accept");
        if (accept.isBlank()) {
            return;
        }
        boolean custom = route.resource().custom() != null;
        for (String clause : accept.split(",", -1)) {
            String type = clause.split(";", -1)[0].strip().toLowerCase(Locale.ROOT);
            if (type.equals("*/*") || SERVED.contains(type) || (custom && type.equals("application/*"))) {
                return;
            }
        }
        if (custom) {
            throw ApiException.notAcceptable(SERVED);
        }
        List<String> served = new ArrayList<>(SERVED);
        if (route.name().isEmpty() && request.method().equals("GET")) {
            served.addAll(STREAMED);
        }
        throw ApiException.noRepresentation(served);
    }

    /** A list has no metadata of one object, nor one object that of a list. */
    static void checkForm(Route route, Request request) throws ApiException {
        boolean collection = route.name().isEmpty();
        String first =
                request.header("accept").split(",", -1)[0].replace(" ", "").toLowerCase(Locale.ROOT);
        List<String> parameters = List.of(first.split(";", -1));
        if (!parameters.contains(collection ? "as=partialobjectmetadata" : "as=partialobjectmetadatalist")) {
            return;
        }
        Resource resource = route.resource();
        if (resource.custom() != null && !collection) {
            throw ApiException.unclassified("content is not a list");
        }
        int dot = resource.group().indexOf('.');
        String group = dot < 0 ? resource.group() : resource.group().substring(0, dot);
        String type = resource.custom() != null
                ? "unstructured.UnstructuredList"
                : (group.isEmpty() ? "core" : group) + "." + (collection ? resource.listKind() : resource.kind());
        throw ApiException.otherForm(
                collection
                        ? "you requested PartialObjectMetadata, but the requested object is a list (*" + type + ")"
                        : "you requested PartialObjectMetadataList, but the requested object is not a list (*" + type
                                + ")");
    }
}
