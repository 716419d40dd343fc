package dev.escapement;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.escapement.client.ObjectKey;

/**
 * Ten digits that are the same for failures that are the same but for whom they happened to, when, and with which numbers.
 *
 * <p>They are made of the classes of the exception and its causes, of the message without what varies, and of the methods of
 * the author that it came from; not of their line numbers, which every release moves.
 */
final class Fingerprint {
    private static final int DIGITS = 10;
    private static final int FRAMES = 3;
    private static final int CAUSES = 5;
    /** What is further back in a message tells no two failures apart that its beginning does not. */
    private static final int LONGEST = 2048;

    private static final List<String> NOT_THE_AUTHORS = List.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "com.sun.",
            "io.fabric8.",
            "com.fasterxml.",
            "dev.escapement.client.",
            "dev.escapement.cache.",
            "dev.escapement.time.",
            "dev.escapement.queue.");

    private record Rule(Pattern pattern, String replacement) {
        static Rule of(String pattern, String replacement) {
            return new Rule(Pattern.compile(pattern), replacement);
        }
    }

    /** In this order: what an earlier one has replaced, a later one does not see. */
    private static final List<Rule> RULES = List.of(
            Rule.of("\"[^\"]*\"", "<text>"),
            Rule.of("`[^`]*`", "<text>"),
            Rule.of("(?<![\\p{Alnum}])'[^']*'(?![\\p{Alnum}])", "<text>"), // quotes, not apostrophes
            Rule.of("(?i)\\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b", "<uid>"),
            Rule.of(
                    "\\b\\d{4}-\\d\\d-\\d\\d(?:[T ]\\d\\d:\\d\\d(?::\\d\\d)?(?:[.,]\\d+)?(?: ?(?:Z|UTC|[+-]\\d\\d:?\\d\\d))?)?",
                    "<time>"),
            Rule.of("\\b\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d+)?\\b", "<time>"),
            Rule.of("\\b\\d{1,3}(?:\\.\\d{1,3}){3}(?:/\\d{1,2})?(?::\\d+)?\\b", "<address>"),
            Rule.of("(?i)\\[[0-9a-f:]*:[0-9a-f:]*\\](?::\\d+)?", "<address>"),
            Rule.of("(?i)\\b0x[0-9a-f]+\\b", "<hex>"),
            Rule.of("(?i)(?<=@)[0-9a-f]{4,}\\b", "<hex>"),
            Rule.of("(?i)\\b(?=[a-f]*\\d)(?=\\d*[a-f])[0-9a-f]{6,}\\b", "<hex>"),
            Rule.of("-[bcdfghjklmnpqrstvwxz2456789]{5}\\b", "-<suffix>"), // as Kubernetes appends to generated names
            Rule.of("[+-]?\\d+(?:[.,]\\d+)*", "<n>"),
            Rule.of("<n>(?:h|m|s|ms|us|µs|ns)(?:<n>(?:m|s|ms))*\\b", "<n>"),
            Rule.of("\\s+", " "));

    private Fingerprint() {}

    /** The fingerprint of a failure that concerned an object. */
    static String of(Throwable failure, ObjectKey object) {
        var text = new StringBuilder();
        causes(failure).forEach(cause -> text.append(cause.getClass().getName()).append('\n'));
        text.append(normalised(String.valueOf(failure.getMessage()), object));
        frames(failure).forEach(frame -> text.append('\n').append(frame));
        return hash(text.toString(), DIGITS);
    }

    /** The first digits of the hash of a text. */
    static String hash(String text, int digits) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, digits);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** A message without what differs between failures that are the same. */
    static String normalised(String message, ObjectKey object) {
        var text = message.length() > LONGEST ? message.substring(0, LONGEST) : message;
        text = without(text, object.name(), "<name>");
        text = without(text, object.namespace(), "<namespace>");
        for (var rule : RULES) {
            text = rule.pattern.matcher(text).replaceAll(rule.replacement);
        }
        return text.strip();
    }

    /** Also as a part of other names: what belongs to an object is often called after it. */
    private static String without(String text, String name, String replacement) {
        return name.isEmpty()
                ? text
                : Pattern.compile("(?<![\\p{Alnum}])" + Pattern.quote(name) + "(?![\\p{Alnum}])")
                        .matcher(text)
                        .replaceAll(replacement);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(CAUSES);
    }

    /** The author's methods that it went through, the innermost first. */
    private static Stream<String> frames(Throwable failure) {
        return Stream.of(failure.getStackTrace())
                .filter(frame -> isTheAuthors(frame.getClassName()))
                .limit(FRAMES)
                .map(frame -> withoutNumbers(frame.getClassName()) + "." + withoutNumbers(frame.getMethodName()));
    }

    private static boolean isTheAuthors(String type) {
        boolean ofTheRuntime = type.startsWith("dev.escapement.") && type.indexOf('.', "dev.escapement.".length()) < 0;
        return !ofTheRuntime && NOT_THE_AUTHORS.stream().noneMatch(type::startsWith);
    }

    /** The compiler numbers lambdas and nameless classes in the order of the source. */
    private static String withoutNumbers(String name) {
        return name.replaceAll("\\$\\d+", "\\$").replaceAll("/0x[0-9a-f]+", "");
    }
}
