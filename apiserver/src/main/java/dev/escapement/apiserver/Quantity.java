package dev.escapement.apiserver;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** A resource quantity such as {@code 500m} or {@code 1Gi}. */
record Quantity(BigDecimal value) implements Comparable<Quantity> {
    private static final Pattern FORM = Pattern.compile("([+-]?(?:\\d+\\.?\\d*|\\.\\d+))([a-zA-Z]{0,2}|[eE][-+]?\\d+)");
    private static final Map<String, Integer> DECIMAL =
            Map.of("n", -9, "u", -6, "m", -3, "", 0, "k", 3, "M", 6, "G", 9, "T", 12, "P", 15, "E", 18);
    private static final Map<String, Integer> BINARY =
            Map.of("Ki", 10, "Mi", 20, "Gi", 30, "Ti", 40, "Pi", 50, "Ei", 60);

    /** Null when the text is no quantity. */
    static @Nullable Quantity parse(JsonNode node) {
        Matcher matcher = FORM.matcher(node.asText());
        if (!matcher.matches()) {
            return null;
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        String suffix = matcher.group(2);
        Integer decimal = DECIMAL.get(suffix);
        if (decimal != null) {
            return new Quantity(number.scaleByPowerOfTen(decimal));
        }
        Integer binary = BINARY.get(suffix);
        if (binary != null) {
            return new Quantity(number.multiply(BigDecimal.TWO.pow(binary)));
        }
        boolean exponent = suffix.length() > 1 && Character.toLowerCase(suffix.charAt(0)) == 'e';
        return exponent && suffix.substring(1).matches("[-+]?\\d{1,3}")
                ? new Quantity(number.scaleByPowerOfTen(Integer.parseInt(suffix.substring(1))))
                : null;
    }

    @Override
    public int compareTo(Quantity other) {
        return value.compareTo(other.value);
    }
}
