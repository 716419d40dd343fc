package dev.escapement.apiserver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** The messages in which clients may send built-in kinds as protobuf, by name; each a map from field number to field. */
final class ProtobufTypes {
    /** A field; its type is a scalar's name or a message's. */
    record Field(String name, String type, boolean repeated, boolean map) {}

    private static final Map<String, Map<Integer, Field>> MESSAGES = load();

    private ProtobufTypes() {}

    /** The message of a resource's objects, or null when there is none. */
    static @Nullable String of(Resource resource) {
        String group = resource.group().isEmpty() ? "core" : resource.group();
        int end = group.indexOf('.');
        String name = (end < 0 ? group : group.substring(0, end)) + "." + resource.version() + "." + resource.kind();
        return resource.custom() == null && MESSAGES.containsKey(name) ? name : null;
    }

    static @Nullable Map<Integer, Field> fields(String message) {
        return MESSAGES.get(message);
    }

    private static Map<String, Map<Integer, Field>> load() {
        Map<String, Map<Integer, Field>> messages = new HashMap<>();
        try (InputStream in = ProtobufTypes.class.getResourceAsStream("protobuf.txt")) {
            if (in == null) {
                throw new IllegalStateException("protobuf.txt is missing from the apiserver module");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            Map<Integer, Field> message = new HashMap<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(" ")) {
                    String[] part = line.strip().split(" ", -1);
                    message.put(Integer.valueOf(part[0]), field(part[1], part[2]));
                } else if (!line.startsWith("#")) {
                    message = new HashMap<>();
                    messages.put(line, message);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(messages);
    }

    private static Field field(String name, String type) {
        if (type.startsWith("[]")) {
            return new Field(name, type.substring(2), true, false);
        }
        return type.startsWith("map:")
                ? new Field(name, type.substring(4), false, true)
                : new Field(name, type, false, false);
    }
}
