package dev.escapement.console;

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
        if (wanted == null) {
            return () -> {};
        }
        var address = ListenAddress.parse(ADDRESS, wanted);
        var health = HealthServer.start(operator, address);
        if (address.getPort() == 0) {
            System.err.println(operator.name() + ": health and metrics are on port "
                    + health.address().getPort());
        }
        return health;
    }
}
