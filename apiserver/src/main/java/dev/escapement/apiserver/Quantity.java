package dev.escapement.apiserver;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** A resource quantity such as {@code 500m} or {@code 1Gi}. */
record Quantity(BigDecimal value) implements Comparable<Quantity> {
    private static final Pattern FORM = Pattern.compile("([+-]?(?:\\d+\\.?\\d*|\\.\\d+))([a-zA-Z]{0,2}|[eE][-+]?\\d+)");
    private static final Pattern EXPONENT = Pattern.compile("[eE][-+]?\\d");
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

    /** As the server prints it: 0.5 as 500m, 1024Mi as 1Gi. A text that is no quantity stays as it is. */
    static String canonical(JsonNode node) {
        Quantity quantity = parse(node);
        if (quantity == null) {
            return node.asText();
        }
        // Nothing is smaller than a billionth; what is, is rounded away from zero.
        BigDecimal value = quantity.value;
        value = value.setScale(Math.min(9, Math.max(0, value.scale())), RoundingMode.UP);
        if (value.signum() == 0) {
            return "0";
        }
        boolean whole = value.stripTrailingZeros().scale() <= 0;
        boolean large = value.abs().compareTo(BigDecimal.valueOf(1024)) >= 0;
        if (node.asText().endsWith("i") && whole && large) {
            return binary(value.toBigIntegerExact());
        }
        BigDecimal stripped = value.stripTrailingZeros();
        int exponent = Math.floorDiv(-stripped.scale(), 3) * 3;
        String number =
                stripped.scaleByPowerOfTen(-exponent).toBigIntegerExact().toString();
        if (EXPONENT.matcher(node.asText()).find()) {
            return exponent == 0 ? number : number + "e" + exponent;
        }
        int suffix = Math.min(exponent, 18);
        return stripped.scaleByPowerOfTen(-suffix).toBigIntegerExact()
                + DECIMAL.entrySet().stream()
                        .filter(entry -> entry.getValue() == suffix)
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElseThrow();
    }

    private static String binary(BigInteger value) {
        BigInteger kibi = BigInteger.valueOf(1024);
        BigInteger number = value;
        int power = 0;
        while (power < BINARY.size() && number.mod(kibi).signum() == 0) {
            number = number.divide(kibi);
            power++;
        }
        return number + (power == 0 ? "" : "KMGTPE".charAt(power - 1) + "i");
    }

    @Override
    public int compareTo(Quantity other) {
        return value.compareTo(other.value);
    }
}
