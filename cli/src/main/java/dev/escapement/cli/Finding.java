package dev.escapement.cli;

/**
 * What a look at something has shown.
 *
 * @param check what was looked at
 * @param status whether it is well
 * @param found what was found
 * @param remedy what to do; empty if nothing is wrong
 */
record Finding(String check, Status status, String found, String remedy) {
    /** How bad it is. */
    enum Status {
        ok("green"),
        warn("yellow"),
        fail("red");

        /** picocli's name of the colour that it is printed in. */
        final String colour;

        Status(String colour) {
            this.colour = colour;
        }
    }

    static Finding ok(String check, String found) {
        return new Finding(check, Status.ok, found, "");
    }

    static Finding warn(String check, String found, String remedy) {
        return new Finding(check, Status.warn, found, remedy);
    }

    static Finding fail(String check, String found, String remedy) {
        return new Finding(check, Status.fail, found, remedy);
    }

    boolean isFailure() {
        return status == Status.fail;
    }
}
