package dev.escapement.console;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Where a server of an operator's program listens, as its options say it. */
final class ListenAddress {
    private ListenAddress() {}

    /**
     * {@code PORT} on the loopback interface, {@code HOST:PORT} or {@code [IPv6]:PORT}, with 0 for any free port.
     *
     * @param option that said it, without the dashes
     * @throws IllegalArgumentException if it is none of these
     */
    static InetSocketAddress parse(String option, String text) {
        int colon = text.lastIndexOf(':');
        var host = colon < 0 ? "" : text.substring(0, colon).replaceAll("^\\[|]$", "");
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            return host.isEmpty()
                    ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
                    : new InetSocketAddress(host, port);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "--" + option + "=" + text
                            + ": the address is a PORT, HOST:PORT or [IPv6]:PORT, with 0 for any free port",
                    e);
        }
    }
}
