package dev.escapement.cli;

/** Who does something in the demo; the names are printed. */
enum Actor {
    YOU("bold"),
    SOMEBODY("fg(red)"),
    OPERATOR("fg(green)"),
    CLUSTER("fg(blue)");

    private final String style;

    Actor(String style) {
        this.style = style;
    }

    /** picocli's name of the style that it is printed in. */
    String style() {
        return style;
    }
}
