package dev.escapement.apiserver;

import java.util.List;
import java.util.Locale;

/** Whether the server has a form that the client accepts. */
final class Accepting {
    private static final List<String> SERVED = List.of(
            "application/json",
            "application/yaml",
            "application/vnd.kubernetes.protobuf",
            "application/json;stream=watch",
            "application/vnd.kubernetes.protobuf;stream=watch");

    private Accepting() {}

    /** Refuses when none of the accepted types is served; JSON is the one that is sent in any other case. */
    static void check(Request request) throws ApiException {
        String accept = request.header("accept");
        if (accept.isBlank()) {
            return;
        }
        for (String clause : accept.split(",", -1)) {
            String type = clause.split(";", -1)[0].strip().toLowerCase(Locale.ROOT);
            if (type.equals("*/*") || SERVED.contains(type)) {
                return;
            }
        }
        throw ApiException.noRepresentation(SERVED);
    }

    /** A list has no metadata of one object, nor one object that of a list. */
    static void checkPartial(Resource resource, Request request, boolean list) throws ApiException {
        boolean collection = request.segments().getLast().equals(resource.plural())
                && request.method().equals("GET");
        if (list == collection || request.flag("watch")) {
            return;
        }
        int dot = resource.group().indexOf('.');
        String group = dot < 0 ? resource.group() : resource.group().substring(0, dot);
        String type = resource.custom() != null
                ? "unstructured.Unstructured" + (collection ? "List" : "")
                : (group.isEmpty() ? "core" : group) + "." + (collection ? resource.listKind() : resource.kind());
        throw ApiException.otherForm(
                collection
                        ? "you requested PartialObjectMetadata, but the requested object is a list (*" + type + ")"
                        : "you requested PartialObjectMetadataList, but the requested object is not a list (*" + type + ")");
    }
}
