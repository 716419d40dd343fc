package dev.escapement.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The escapes of JSON strings (RFC 8259, section 7). */
final class Escapes {
    private Escapes() {}

    /** The text between two quotes. */
    static String decode(byte[] bytes, int from, int to) {
        var text = new StringBuilder(to - from);
        var plain = new ByteArrayOutputStream();
        int i = from;
        while (i < to) {
            if (bytes[i] != '\\') {
                plain.write(bytes[i++]);
                continue;
            }
            text.append(plain.toString(StandardCharsets.UTF_8));
            plain.reset();
            char escape = (char) bytes[i + 1];
            if (escape == 'u') {
                text.append(unicode(bytes, i + 2, to));
                i += 6;
            } else {
                text.append(simple(escape, i + 1));
                i += 2;
            }
        }
        return text.append(plain.toString(StandardCharsets.UTF_8)).toString();
    }

    /** Where what follows an escape begins. */
    static int skip(byte[] bytes, int at, int end) {
        if (at + 1 >= end) {
            throw new MalformedJsonException("an escape of JSON", at);
        }
        char escape = (char) bytes[at + 1];
        if (escape == 'u') {
            unicode(bytes, at + 2, end);
            return at + 6;
        }
        simple(escape, at + 1);
        return at + 2;
    }

    private static char unicode(byte[] bytes, int from, int to) {
        if (from + 4 > to) {
            throw new MalformedJsonException("four hexadecimal digits", from);
        }
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                throw new MalformedJsonException("a hexadecimal digit", i);
            }
            value = value * 16 + digit;
        }
        return (char) value;
    }

    private static char simple(char escape, int at) {
        return switch (escape) {
            case '"', '\\', '/' -> escape;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> throw new MalformedJsonException("an escape of JSON", at);
        };
    }
}
