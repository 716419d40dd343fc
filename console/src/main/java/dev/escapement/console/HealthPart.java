package dev.escapement.console;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;

import dev.escapement.Operator;
import dev.escapement.ProgramPart;

/**
 * Health and metrics of an operator that is run as a program: {@code --health=ADDRESS}, where an address is a {@code PORT} on the loopback
 * interface, {@code HOST:PORT} or {@code [IPv6]:PORT}, with 0 for any free port.
 */
public final class HealthPart implements ProgramPart {
    private static final String ADDRESS = "health";

    /** For the ServiceLoader. */
    public HealthPart() {}

    @Override
    public Set<String> options() {
        return Set.of(ADDRESS);
    }

    @Override
    public AutoCloseable open(Operator operator, Map<String, String> options) {
        var wanted = options.get(ADDRESS);
        return wanted == null ? () -> {} : HealthServer.start(operator, address(wanted));
    }

    static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        var host = colon < 0 ? "" : text.substring(0, colon).replaceAll("^\\[|]$", "");
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            return host.isEmpty()
                    ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
                    : new InetSocketAddress(host, port);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "--health=" + text + ": the address is a PORT, HOST:PORT or [IPv6]:PORT, with 0 for any free port",
                    e);
        }
    }
}
