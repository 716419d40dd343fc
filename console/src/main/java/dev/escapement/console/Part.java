package dev.escapement.console;

import dev.escapement.Ailment;

/** The parts of an operator that an ailment can be of. */
enum Part {
    CACHE("cache"),
    QUEUE("queue"),
    RUN("run"),
    TIMER("timer"),
    DAEMON("daemon"),
    OTHER("other");

    /** What {@link Ailment#part} begins with. */
    final String word;

    Part(String word) {
        this.word = word;
    }

    static Part of(Ailment ailment) {
        for (var part : values()) {
            if (ailment.part().startsWith(part.word + " ")) {
                return part;
            }
        }
        return OTHER;
    }
}
