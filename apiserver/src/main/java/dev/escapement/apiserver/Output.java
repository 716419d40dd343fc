package dev.escapement.apiserver;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The form in which a client wants objects: as they are, their metadata only, or as a table for people. */
final class Output {
    private enum Form {
        WHOLE,
        PARTIAL,
        TABLE
    }

    private final Resource resource;
    private final Form form;
    private final Instant now;
    private final String include;
    private final byte[] head;

    private Output(Resource resource, Form form, Instant now, String include) {
        this.resource = resource;
        this.form = form;
        this.now = now;
        this.include = include;
        head = head(resource);
    }

    static Output of(Resource resource, Request request, Instant now) {
        for (String clause : request.header("accept").split(",", -1)) {
            String accepted = clause.replace(" ", "").toLowerCase(Locale.ROOT);
            if (!accepted.startsWith("application/json")) {
                continue;
            }
            List<String> parameters = List.of(accepted.split(";", -1));
            if (parameters.contains("as=table") && parameters.contains("v=v1")) {
                String include = request.parameter("includeObject");
                return new Output(resource, Form.TABLE, now, include.isEmpty() ? "Metadata" : include);
            }
            if (parameters.contains("as=partialobjectmetadata")
                    || parameters.contains("as=partialobjectmetadatalist")) {
                return new Output(resource, Form.PARTIAL, now, "");
            }
            break;
        }
        return new Output(resource, Form.WHOLE, now, "");
    }

    /** How every stored object of a resource begins, so that another version's shows and lists can leave it out. */
    private static byte[] head(Resource resource) {
        String kind = "\"kind\":\"" + resource.kind() + "\"";
        String apiVersion = "\"apiVersion\":\"" + resource.apiVersion() + "\"";
        String text = resource.custom() == null ? kind + "," + apiVersion : apiVersion + "," + kind;
        return ("{" + text + ",").getBytes(StandardCharsets.UTF_8);
    }

    /** Puts the fields in front that {@link #head} speaks of. */
    static ObjectNode arrange(Resource resource, ObjectNode served) {
        ObjectNode object = Conversion.toStored(resource, served);
        ObjectNode arranged = Trees.object();
        if (resource.custom() == null) {
            arranged.put("kind", resource.kind()).put("apiVersion", resource.storedApiVersion());
        } else {
            arranged.put("apiVersion", resource.storedApiVersion()).put("kind", resource.kind());
        }
        arranged.set("metadata", Json.child(object, "metadata"));
        object.properties().forEach(field -> {
            if (!arranged.has(field.getKey())) {
                arranged.set(field.getKey(), field.getValue());
            }
        });
        return arranged;
    }

    /** One object by itself. */
    byte[] object(Stored stored) {
        return switch (form) {
            case WHOLE -> whole(stored);
            case PARTIAL -> Trees.bytes(partial(stored.tree()));
            case TABLE -> Trees.bytes(table(List.of(stored), Long.toString(stored.revision()), true));
        };
    }

    /** The object of a watch event; a table's columns are told with the first one only. */
    byte[] event(Stored stored, boolean first) {
        return form == Form.TABLE
                ? Trees.bytes(table(List.of(stored), Long.toString(stored.revision()), first))
                : object(stored);
    }

    byte[] bookmark(long revision, boolean initialEventsEnd) {
        ObjectNode object = Trees.object();
        switch (form) {
            case WHOLE -> object.put("kind", resource.kind()).put("apiVersion", resource.apiVersion());
            case PARTIAL -> object.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
            case TABLE -> object.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        }
        ObjectNode metadata = object.putObject("metadata").put("resourceVersion", Long.toString(revision));
        if (initialEventsEnd) {
            metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
        }
        if (form == Form.TABLE) {
            object.putArray("columnDefinitions");
            object.putArray("rows");
        }
        return Trees.bytes(object);
    }

    /** A list; its items in pieces. */
    List<byte[]> list(List<Stored> items, ObjectNode metadata) {
        if (form == Form.TABLE) {
            ObjectNode table = table(items, "", true);
            table.set("metadata", metadata);
            return List.of(Trees.bytes(table));
        }
        if (resource.custom() != null && form == Form.WHOLE && !metadata.has("continue")) {
            metadata.put("continue", "");
        }
        ObjectNode list = Trees.object();
        if (form == Form.PARTIAL) {
            list.put("kind", "PartialObjectMetadataList").put("apiVersion", "meta.k8s.io/v1");
        } else {
            list.put("kind", resource.listKind()).put("apiVersion", resource.apiVersion());
        }
        list.set("metadata", metadata);
        if (items.isEmpty() && form == Form.PARTIAL) {
            list.putNull("items");
            return List.of(Trees.bytes(list));
        }
        byte[] start = Trees.bytes(list);
        byte[][] parts = new byte[2 * items.size() + 2][];
        byte[] comma = {','};
        start[start.length - 1] = ',';
        parts[0] = (new String(start, StandardCharsets.UTF_8) + "\"items\":[").getBytes(StandardCharsets.UTF_8);
        int at = 1;
        for (Stored stored : items) {
            if (at > 1) {
                parts[at++] = comma;
            }
            parts[at++] = form == Form.WHOLE ? item(stored) : Trees.bytes(partial(stored.tree()));
        }
        parts[at++] = "]}".getBytes(StandardCharsets.UTF_8);
        return Arrays.asList(parts).subList(0, at);
    }

    /** The items of a built-in list have no kind and apiVersion of their own. */
    private byte[] item(Stored stored) {
        byte[] whole = whole(stored);
        if (resource.custom() != null || !startsWithHead(whole)) {
            return whole;
        }
        byte[] item = new byte[whole.length - head.length + 1];
        item[0] = '{';
        System.arraycopy(whole, head.length, item, 1, item.length - 1);
        return item;
    }

    private byte[] whole(Stored stored) {
        return startsWithHead(stored.bytes()) ? stored.bytes() : Trees.bytes(tree(stored));
    }

    private boolean startsWithHead(byte[] bytes) {
        return bytes.length > head.length && Arrays.mismatch(bytes, 0, head.length, head, 0, head.length) < 0;
    }

    /** The object in the version asked for. */
    private ObjectNode tree(Stored stored) {
        return Conversion.fromStored(resource, stored.tree());
    }

    private static ObjectNode partial(ObjectNode object) {
        ObjectNode partial = Trees.object();
        partial.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
        partial.set("metadata", object.path("metadata"));
        return partial;
    }

    private ObjectNode table(List<Stored> items, String resourceVersion, boolean columns) {
        Table table = Table.of(resource);
        ObjectNode node = Trees.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        node.putObject("metadata").put("resourceVersion", resourceVersion);
        if (columns) {
            node.set("columnDefinitions", table.definitions());
        } else {
            node.putNull("columnDefinitions");
        }
        ArrayNode rows = node.putArray("rows");
        for (Stored stored : items) {
            ObjectNode object = tree(stored);
            ObjectNode row = rows.addObject();
            row.set("cells", table.cells(object, now));
            switch (include) {
                case "Object" -> row.set("object", object);
                case "None" -> {}
                default -> row.set("object", partial(object));
            }
        }
        return node;
    }
}
