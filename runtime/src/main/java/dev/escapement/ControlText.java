package dev.escapement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.escapement.ControlState.Bounds;

/**
 * What a ConfigMap says of an operator's controls.
 *
 * @param state what is wanted, without what cannot be understood
 * @param troubles what cannot be understood, each in words
 */
record ControlText(ControlState state, List<String> troubles) {
    static final String PAUSED = "paused";
    static final String VERBOSE = "verbose";
    static final String WORKERS = "workers.";

    private static final Pattern RANGE = Pattern.compile("\\s*(\\d{1,9})\\s*(-\\s*(\\d{1,9})\\s*)?");
    private static final String ALL = "*";

    /** Reads the data of a ConfigMap for an operator that has these controllers. */
    static ControlText parse(Map<String, String> data, Set<String> controllers) {
        var reading = new Reading(controllers);
        data.forEach(reading::read);
        return new ControlText(reading.state, List.copyOf(reading.troubles));
    }

    private static final class Reading {
        final Set<String> controllers;
        final List<String> troubles = new ArrayList<>();
        ControlState state = ControlState.NONE;

        Reading(Set<String> controllers) {
            this.controllers = controllers;
        }

        void read(String key, String value) {
            if (key.equals(PAUSED)) {
                for (var word : words(value)) {
                    if (word.equals(ALL) || word.equals("true")) {
                        state = state.withAllPaused(true);
                    } else if (!word.equals("false") && isKnown(key, word)) {
                        state = state.withPaused(word, true);
                    }
                }
            } else if (key.equals(VERBOSE)) {
                for (var word : words(value)) {
                    if (word.equals(ALL)) {
                        controllers.forEach(name -> state = state.withVerbose(name, true));
                    } else if (isKnown(key, word)) {
                        state = state.withVerbose(word, true);
                    }
                }
            } else if (key.startsWith(WORKERS)) {
                workers(key, key.substring(WORKERS.length()), value);
            } else {
                troubles.add("\"" + key + "\" is no control: there are paused, verbose and workers.CONTROLLER");
            }
        }

        private void workers(String key, String controller, String value) {
            var range = RANGE.matcher(value);
            if (!isKnown(key, controller)) {
                return;
            }
            if (range.matches()) {
                int least = Integer.parseInt(range.group(1));
                int most = range.group(3) == null ? least : Integer.parseInt(range.group(3));
                if (least >= 1 && most >= least) {
                    state = state.withWorkers(controller, new Bounds(least, most));
                    return;
                }
            }
            troubles.add(key + " is \"" + value + "\", but must be a number of at least 1, such as \"8\", or a range,"
                    + " such as \"4-32\"");
        }

        private boolean isKnown(String key, String controller) {
            if (controllers.contains(controller)) {
                return true;
            }
            troubles.add(key + " names \"" + controller + "\", but the controllers are " + quoted(controllers));
            return false;
        }
    }

    /** The words of a list with commas or spaces between them. */
    static List<String> words(String list) {
        return Arrays.stream(list.split("[,\\s]+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    static String quoted(Collection<String> names) {
        return new TreeSet<>(names).stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
    }
}
