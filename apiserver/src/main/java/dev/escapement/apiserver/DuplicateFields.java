package dev.escapement.apiserver;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;

/** The fields that a JSON document has more than once in one object; of each the last one counts. */
final class DuplicateFields {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** An object or a list that is being read. */
    private static final class Level {
        final String path;
        final boolean list;
        final Set<String> names = new HashSet<>();
        int items;

        Level(String path, boolean list) {
            this.path = path;
            this.list = list;
        }

        /** The path of what comes next. */
        String next(String name) {
            if (list) {
                return path + "[" + items++ + "]";
            }
            return path.isEmpty() ? name : path + "." + name;
        }
    }

    private DuplicateFields() {}

    /** Their paths, as in {@code spec.ports[0].name}; none when the document is not JSON, which others complain of. */
    static List<String> in(byte[] json) {
        List<String> found = new ArrayList<>();
        Deque<Level> levels = new ArrayDeque<>();
        try (var parser = FACTORY.createParser(json)) {
            String name = "";
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                Level at = levels.peek();
                switch (token) {
                    case FIELD_NAME -> {
                        name = parser.currentName();
                        if (at != null && !at.names.add(name)) {
                            String path = at.path.isEmpty() ? name : at.path + "." + name;
                            if (!found.contains(path)) {
                                found.add(path);
                            }
                        }
                    }
                    case START_OBJECT, START_ARRAY ->
                        levels.push(new Level(at == null ? "" : at.next(name), token == JsonToken.START_ARRAY));
                    case END_OBJECT, END_ARRAY -> levels.pop();
                    default -> {
                        if (at != null && at.list) {
                            at.items++;
                        }
                    }
                }
            }
            return found;
        } catch (IOException e) {
            return List.of();
        }
    }
}
