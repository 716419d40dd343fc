package dev.escapement.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bugs of the sorts that operators are known to have, each put into a copy of the runtime: a simulation finds every one within 200
 * seeds. It takes some minutes, so it is played when it is asked for, by {@code -Descapement.mutations=true}; the table of bugs, with
 * the first seed that found each, is then in target/mutations/table.md.
 */
@Timeout(600)
class MutationTest {
    private static final String ASKED = "escapement.mutations";
    private static final int SEEDS = 200;
    private static final Path TABLE = Path.of("target", "mutations", "table.md");

    static Iterable<Mutation> mutations() {
        return Mutation.ALL;
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void aBugStillFitsIntoItsFile(Mutation mutation) throws IOException {
        assertThat(mutation.source()).isNotEqualTo(Files.readString(mutation.path()));
    }

    @EnabledIfSystemProperty(named = ASKED, matches = "true")
    @ParameterizedTest(name = "{0}")
    @MethodSource("mutations")
    void aBugIsFound(Mutation mutation) throws Exception {
        try (var loader = MutantLoader.of(mutation)) {
            var found = play(loader, SEEDS);
            note("| " + mutation.name() + " | "
                    + (found.isEmpty()
                            ? "not found"
                            : found.replaceFirst(": ", " | ")
                                    .lines()
                                    .findFirst()
                                    .orElse(""))
                    + " |\n");
            assertThat(found).isNotEmpty();
        }
    }

    @EnabledIfSystemProperty(named = ASKED, matches = "true")
    @Test
    void theRuntimeItselfIsFreeOfThem() throws Exception {
        try (var loader = MutantLoader.ofNothing()) {
            assertThat(play(loader, SEEDS / 4)).isEmpty();
        }
    }

    @Test
    void anOperatorWithoutBugsPlaysThroughAFewSeeds() {
        assertThat(MutationCourse.play(2)).isEmpty();
    }

    /** Attempts go on counting when a dead letter is replayed. */
    @Test
    void whatIsReplayedInVainIsNoBug() {
        var played = Simulation.of(Chores::operator)
                .faults(Profile.CALM)
                .script(Step.create(Chore.of("doomed", 9)), Step.pause(Duration.ofMinutes(2)))
                .trial(1);
        assertThat(played.failure()).isEmpty();
    }

    /** The first seed that fails, and why; empty if none does. */
    private static String play(MutantLoader loader, int seeds) throws ReflectiveOperationException {
        var method = loader.loadClass(MutationCourse.class.getName()).getDeclaredMethod("play", int.class);
        method.setAccessible(true);
        return (String) method.invoke(null, seeds);
    }

    private static void note(String row) throws IOException {
        Files.createDirectories(TABLE.getParent());
        Files.writeString(TABLE, row, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
