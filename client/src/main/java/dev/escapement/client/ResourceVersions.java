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
}
