package dev.escapement.client;

/**
 * The order of resource versions, which Kubernetes promises since 1.35 for its own and for custom resources: they are
 * decimal numbers of any length without leading zeros, which grow with each write (KEP-5504).
 */
public final class ResourceVersions {
    private ResourceVersions() {}

    /** Less than, equal to or greater than zero, as the first is older than, equal to or newer than the second. */
    public static int compare(String first, String second) {
        return first.length() != second.length()
                ? Integer.compare(first.length(), second.length())
                : first.compareTo(second);
    }

    /** The newer of two. */
    public static String newer(String first, String second) {
        return compare(first, second) >= 0 ? first : second;
    }

    /** The number that a JSON string at an offset stands for; the given value if it is none of up to 18 digits. */
    static long parse(byte[] json, int offset, long otherwise) {
        int first = offset + 1;
        long value = 0;
        for (int i = first; offset > 0 && i - first < 19; i++) {
            int digit = json[i] - '0';
            if (digit < 0 || digit > 9) {
                boolean plain = json[i] == '"' && (json[first] != '0' || i == first + 1) && i > first;
                return plain ? value : otherwise;
            }
            value = value * 10 + digit;
        }
        return otherwise;
    }
}
