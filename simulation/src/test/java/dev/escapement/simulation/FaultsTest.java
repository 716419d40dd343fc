package dev.escapement.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FaultsTest {
    @Test
    void noneIsTheBeginning() {
        assertThat(Faults.none().active()).isEmpty();
        assertThat(Faults.none()).isEqualTo(Profile.CALM.faults());
    }

    @Test
    void oneFaultIsAddedOrTakenAwayWithoutAChangeToTheOthers() {
        var one = Faults.none().with(Fault.CONFLICT, 0.5);
        var two = one.with(Fault.WATCH_LAG, 1).withLongest(Fault.WATCH_LAG, Duration.ofMinutes(1));
        assertThat(one.active()).containsExactly(Fault.CONFLICT);
        assertThat(two.active()).containsExactly(Fault.CONFLICT, Fault.WATCH_LAG);
        assertThat(two.rate(Fault.CONFLICT)).isEqualTo(0.5);
        assertThat(two.longest(Fault.WATCH_LAG)).isEqualTo(Duration.ofMinutes(1));
        assertThat(two.without(Fault.WATCH_LAG).active()).containsExactly(Fault.CONFLICT);
        assertThat(two.only(Set.of(Fault.WATCH_LAG)).active()).containsExactly(Fault.WATCH_LAG);
        assertThat(two.toString()).isEqualTo("{CONFLICT=0.5, WATCH_LAG=1.0}");
    }

    @Test
    void ratesAndDurationsAreChecked() {
        assertThatThrownBy(() -> Faults.none().with(Fault.CONFLICT, 1.1))
                .hasMessage("the rate of CONFLICT must be within 0 and 1, but is 1.1");
        assertThatThrownBy(() -> Faults.none().with(Fault.CONFLICT, Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Faults.none().withLongest(Fault.DOWN, Duration.ofSeconds(-1)))
                .hasMessageContaining("DOWN");
        assertThatThrownBy(() -> Faults.none().withLongest(Fault.CONFLICT, Duration.ofSeconds(1)))
                .hasMessage("CONFLICT takes no time, so it can't last for PT1S");
    }

    @Test
    void hostileHasAllFaultsAndMoreOfEach() {
        var rough = Profile.ROUGH.faults();
        var hostile = Profile.HOSTILE.faults();
        assertThat(hostile.active()).containsExactly(Fault.values());
        assertThat(Fault.values())
                .allSatisfy(fault -> assertThat(hostile.rate(fault)).isGreaterThanOrEqualTo(rough.rate(fault)));
    }

    @Test
    void aPlanIsReadAsItIsWritten() {
        var plan = new FaultPlan(List.of(
                new FaultPlan.Injection(3, Fault.CONFLICT, -1), new FaultPlan.Injection(17, Fault.WATCH_CUT, 255)));
        assertThat(plan).hasToString("3:CONFLICT:ffffffffffffffff 17:WATCH_CUT:ff");
        assertThat(FaultPlan.parse(plan.toString())).isEqualTo(plan);
        assertThat(FaultPlan.parse("").injections()).isEmpty();
        assertThatThrownBy(() -> FaultPlan.parse("3:CONFLICT")).hasMessageContaining("REQUEST:FAULT:DRAW");
    }

    /** The table of docs/faults.md: fault, what it stands for, what a client sees, longest, rates of rough and hostile. */
    @Test
    void theDocumentationTellsEachFaultWithItsRates() throws IOException {
        var rows = Files.readAllLines(Path.of("../docs/faults.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split(" *\\| *", -1))
                .toList();
        assertThat(rows).extracting(row -> row[1].replace("`", "")).containsExactly(names());
        assertThat(rows).allSatisfy(row -> {
            var fault = Fault.valueOf(row[1].replace("`", ""));
            assertThat(row[4]).isEqualTo(lasting(fault));
            assertThat(row[5]).isEqualTo(rate(Profile.ROUGH, fault));
            assertThat(row[6]).isEqualTo(rate(Profile.HOSTILE, fault));
        });
    }

    private static String[] names() {
        return List.of(Fault.values()).stream().map(Fault::name).toArray(String[]::new);
    }

    private static String lasting(Fault fault) {
        long millis = fault.longest().toMillis();
        return millis == 0 ? "" : millis < 1000 ? millis + " ms" : millis / 1000 + " s";
    }

    private static String rate(Profile profile, Fault fault) {
        return Double.toString(profile.faults().rate(fault));
    }
}
