package dev.escapement.apiserver;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The order of API versions: v2, v1, v1beta2, v1beta1, v1alpha1, then all others by name. */
final class VersionOrder {
    private static final Pattern FORM = Pattern.compile("v([1-9][0-9]{0,8})(?:(alpha|beta)([1-9][0-9]{0,8}))?");

    private record Rank(int stability, int major, int minor) {
        static Rank of(String version) {
            Matcher form = FORM.matcher(version);
            if (!form.matches()) {
                return new Rank(0, 0, 0);
            }
            String stability = form.group(2);
            int minor = stability == null ? 0 : Integer.parseInt(form.group(3));
            int rank = stability == null ? 3 : stability.equals("beta") ? 2 : 1;
            return new Rank(rank, Integer.parseInt(form.group(1)), minor);
        }
    }

    static final Comparator<String> NEWEST_FIRST = Comparator.comparing(
                    Rank::of,
                    Comparator.comparingInt(Rank::stability)
                            .thenComparingInt(Rank::major)
                            .thenComparingInt(Rank::minor)
                            .reversed())
            .thenComparing(Comparator.naturalOrder());

    private VersionOrder() {}
}
