package dev.escapement;

import java.util.Map;
import java.util.Set;

/**
 * Something that comes with each operator that is run as a program ({@link OperatorBuilder#run}), such as its console. Those on the class
 * path are found by {@link java.util.ServiceLoader}.
 */
public interface ProgramPart {
    /** The names of the options that it understands, without the dashes: {@code --name} or {@code --name=value}. */
    Set<String> options();

    /**
     * The operator works.
     *
     * @param options those that were given, by name; empty text for one without a value. Those of other parts are among them
     * @return what is closed when the operator has ended; it may do nothing
     * @throws IllegalArgumentException if an option is wrong: the program ends with status 2 and the message
     * @throws OperatorException if it cannot do what is asked: the program ends with status 1 and the message
     */
    AutoCloseable open(Operator operator, Map<String, String> options);
}
