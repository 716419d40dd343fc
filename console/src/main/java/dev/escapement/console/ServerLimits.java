package dev.escapement.console;

/**
 * What the JDK's HTTP server puts up with. It reads these from system properties once in a process, before the first server is made, and
 * knows no other way; who has set one of them has the last word.
 */
final class ServerLimits {
    private ServerLimits() {}

    static void set() {
        preset("sun.net.httpserver.nodelay", "true");
        // Seconds for a request to arrive in: who sends a byte at a time is cut off.
        preset("sun.net.httpserver.maxReqTime", "20");
        preset("sun.net.httpserver.maxReqHeaders", "100");
        preset("sun.net.httpserver.maxReqHeaderSize", "65536");
        preset("jdk.httpserver.maxConnections", "4096");
    }

    private static void preset(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }
}
