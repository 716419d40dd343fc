package dev.escapement.cache;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The words and signs of a selector, with the place of what is wrong in its errors. */
final class SelectorScanner {
    private static final String SIGNS = "=!<>(),";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    private static final Pattern PREFIX =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    private final String what;
    private final String text;
    private int at;

    SelectorScanner(String what, String text) {
        this.what = what;
        this.text = text;
    }

    boolean atEnd() {
        skipSpace();
        return at == text.length();
    }

    boolean take(String sign) {
        skipSpace();
        if (!text.startsWith(sign, at)) {
            return false;
        }
        at += sign.length();
        return true;
    }

    boolean takeWord(String wanted) {
        int before = at;
        if (word().equals(wanted)) {
            return true;
        }
        at = before;
        return false;
    }

    /** The key of a label: a name of up to 63 characters, perhaps behind a domain and a slash. */
    String key() {
        skipSpace();
        int from = at;
        var key = word();
        int slash = key.indexOf('/');
        boolean valid = NAME.matcher(key.substring(slash + 1)).matches()
                && (slash < 0 || PREFIX.matcher(key.substring(0, slash)).matches());
        if (!valid) {
            at = from;
            throw expected("the key of a label, such as app or example.com/app");
        }
        return key;
    }

    /** The value of a label: empty, or up to 63 characters. */
    String value() {
        skipSpace();
        int from = at;
        var value = word();
        if (!value.isEmpty() && !NAME.matcher(value).matches()) {
            at = from;
            throw expected("the value of a label: up to 63 letters, digits, '-', '_' and '.'");
        }
        return value;
    }

    String integer() {
        skipSpace();
        int from = at;
        var value = word();
        try {
            return Long.toString(Long.parseLong(value));
        } catch (NumberFormatException e) {
            at = from;
            throw expected("a whole number");
        }
    }

    /** Values in brackets; an empty pair of brackets holds the empty value. */
    Set<String> values() {
        if (!take("(")) {
            throw expected("values in brackets, such as (a, b)");
        }
        var values = new LinkedHashSet<String>();
        do {
            values.add(value());
        } while (take(","));
        if (!take(")")) {
            throw expected("a comma or the closing bracket");
        }
        return values;
    }

    IllegalArgumentException expected(String wanted) {
        skipSpace();
        var found = at == text.length() ? "the end" : "\"" + text.substring(at) + "\"";
        return new IllegalArgumentException(
                "%s \"%s\": expected %s at position %d, but found %s".formatted(what, text, wanted, at, found));
    }

    private String word() {
        skipSpace();
        int from = at;
        while (at < text.length() && SIGNS.indexOf(text.charAt(at)) < 0 && !isSpace(text.charAt(at))) {
            at++;
        }
        return text.substring(from, at);
    }

    private void skipSpace() {
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
