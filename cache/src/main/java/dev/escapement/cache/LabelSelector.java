package dev.escapement.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Kubernetes' label selector, evaluated here: {@code a=b,c!=d,e in (x,y),f notin (z),g,!h,i>4}. All requirements have to hold.
 *
 * @param text as it was written
 * @param requirements what it asks for
 */
record LabelSelector(String text, List<Requirement> requirements) {
    /** How a requirement compares. */
    enum Operator {
        IN,
        NOT_IN,
        EXISTS,
        EXISTS_NOT,
        GREATER,
        LESS
    }

    /**
     * One requirement.
     *
     * @param key of the label
     * @param operator how its value is compared
     * @param values with what: one for GREATER and LESS, none for EXISTS and EXISTS_NOT
     */
    record Requirement(String key, Operator operator, Set<String> values) {
        boolean matches(@Nullable String value) {
            return switch (operator) {
                case IN -> value != null && values.contains(value);
                case NOT_IN -> value == null || !values.contains(value);
                case EXISTS -> value != null;
                case EXISTS_NOT -> value == null;
                case GREATER -> value != null && differs(value, 1);
                case LESS -> value != null && differs(value, -1);
            };
        }

        private boolean differs(String value, int sign) {
            try {
                return Long.compare(Long.parseLong(value), bound()) == sign;
            } catch (NumberFormatException e) {
                return false; // as the API server: a label that is no number is neither less nor greater
            }
        }

        private long bound() {
            return Long.parseLong(values.iterator().next());
        }
    }

    /**
     * Reads a selector; an empty one asks for nothing.
     *
     * @throws IllegalArgumentException with the position, from 0, of what is wrong
     */
    static LabelSelector parse(String text) {
        var scanner = new SelectorScanner("label selector", text);
        var requirements = new ArrayList<Requirement>();
        if (!scanner.atEnd()) {
            do {
                requirements.add(requirement(scanner));
            } while (scanner.take(","));
            if (!scanner.atEnd()) {
                throw scanner.expected("a comma or the end");
            }
        }
        return new LabelSelector(text, List.copyOf(requirements));
    }

    private static Requirement requirement(SelectorScanner scanner) {
        if (scanner.take("!")) {
            return new Requirement(scanner.key(), Operator.EXISTS_NOT, Set.of());
        }
        var key = scanner.key();
        if (scanner.take("!=")) {
            return new Requirement(key, Operator.NOT_IN, Set.of(scanner.value()));
        }
        if (scanner.take("==") || scanner.take("=")) {
            return new Requirement(key, Operator.IN, Set.of(scanner.value()));
        }
        if (scanner.take(">")) {
            return new Requirement(key, Operator.GREATER, Set.of(scanner.integer()));
        }
        if (scanner.take("<")) {
            return new Requirement(key, Operator.LESS, Set.of(scanner.integer()));
        }
        if (scanner.takeWord("notin")) {
            return new Requirement(key, Operator.NOT_IN, scanner.values());
        }
        if (scanner.takeWord("in")) {
            return new Requirement(key, Operator.IN, scanner.values());
        }
        return new Requirement(key, Operator.EXISTS, Set.of());
    }

    /** Whether all labels that meet some requirements meet one more; no if that is not certain. */
    static boolean implies(Collection<Requirement> all, Requirement one) {
        var known = all.stream().filter(r -> r.key.equals(one.key)).toList();
        var few = known.stream().filter(r -> r.operator == Operator.IN).findFirst();
        if (few.isPresent()) { // one of these values, unless another requirement excludes it
            return few.get().values.stream()
                    .filter(value -> known.stream().allMatch(r -> r.matches(value)))
                    .allMatch(one::matches);
        }
        return switch (one.operator) {
            case IN -> false;
            case NOT_IN -> one.values.stream().allMatch(value -> known.stream().anyMatch(r -> !r.matches(value)));
            case EXISTS -> known.stream().anyMatch(r -> !r.matches(null));
            case EXISTS_NOT -> known.stream().anyMatch(r -> r.operator == Operator.EXISTS_NOT);
            case GREATER -> known.stream().anyMatch(r -> r.operator == Operator.GREATER && r.bound() >= one.bound());
            case LESS -> known.stream().anyMatch(r -> r.operator == Operator.LESS && r.bound() <= one.bound());
        };
    }

    boolean matches(Map<String, String> labels) {
        for (var requirement : requirements) {
            if (!requirement.matches(labels.get(requirement.key))) {
                return false;
            }
        }
        return true;
    }

    /** Which values of which indexes, if they are kept, have all objects that match. */
    Stream<Lookup> lookups() {
        return requirements.stream()
                .filter(r -> r.operator == Operator.IN)
                .map(r -> new Lookup(Index.label(r.key), r.values));
    }
}
