package dev.escapement.cli;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/** Names with commas between them, as they stand in annotations and ConfigMaps. */
final class WordList {
    private WordList() {}

    static Set<String> of(@Nullable String text) {
        var words = new TreeSet<String>();
        if (text != null) {
            Arrays.stream(text.split("[,\\s]+", -1))
                    .filter(word -> !word.isEmpty() && !word.equals("false"))
                    .forEach(words::add);
        }
        return words;
    }

    static String text(Collection<String> words) {
        return String.join(", ", words);
    }

    /** Puts a list into a map, or takes it out if it is empty. */
    static void put(Map<String, String> map, String key, Collection<String> words) {
        if (words.isEmpty()) {
            map.remove(key);
        } else {
            map.put(key, text(words));
        }
    }
}
