package dev.escapement.simulation;

import java.util.List;

/**
 * The faults of one run, so that it can be repeated with all of them, or with some.
 *
 * @param injections in the order of the requests
 */
record FaultPlan(List<Injection> injections) {
    FaultPlan {
        injections = List.copyOf(injections);
    }

    /**
     * One fault of one request.
     *
     * @param request the number of the request; the first is 1
     * @param fault what happens
     * @param draw a random number that decides on its details
     */
    record Injection(long request, Fault fault, long draw) {
        @Override
        public String toString() {
            return request + ":" + fault + ":" + Long.toHexString(draw);
        }
    }

    /** A plan as it is written by {@link #toString}. */
    static FaultPlan parse(String text) {
        return new FaultPlan(
                text.isBlank()
                        ? List.of()
                        : List.of(text.strip().split("\\s+")).stream()
                                .map(FaultPlan::injection)
                                .toList());
    }

    private static Injection injection(String text) {
        var parts = text.split(":", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("\"" + text + "\" is no fault of the form REQUEST:FAULT:DRAW");
        }
        return new Injection(Long.parseLong(parts[0]), Fault.valueOf(parts[1]), Long.parseUnsignedLong(parts[2], 16));
    }

    @Override
    public String toString() {
        return String.join(" ", injections.stream().map(Injection::toString).toList());
    }
}
