package dev.escapement.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ShrinkTest {
    private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

    @Test
    void oneCauseAmongHundredIsFound() {
        var shrunk = Shrink.list(HUNDRED, 1000, list -> list.contains(42));
        assertThat(shrunk.found()).containsExactly(42);
        assertThat(shrunk.minimal()).isTrue();
        assertThat(shrunk.trials()).isLessThan(30);
    }

    @Test
    void twoCausesFarApartAreFoundInTheirOrder() {
        var shrunk = Shrink.list(HUNDRED, 1000, list -> list.contains(97) && list.contains(3));
        assertThat(shrunk.found()).containsExactly(3, 97);
        assertThat(shrunk.minimal()).isTrue();
    }

    @Test
    void whatFailsByItselfHasNoCause() {
        var shrunk = Shrink.list(HUNDRED, 1000, list -> true);
        assertThat(shrunk.found()).isEmpty();
        assertThat(shrunk.trials()).isEqualTo(1);
        assertThat(shrunk.minimal()).isTrue();
    }

    @Test
    void aNumberOfElementsIsReached() {
        var shrunk = Shrink.list(HUNDRED, 1000, list -> list.size() >= 7);
        assertThat(shrunk.found()).hasSize(7);
        assertThat(shrunk.minimal()).isTrue();
    }

    @Test
    void allMayBeNeeded() {
        var shrunk = Shrink.list(HUNDRED, 1000, HUNDRED::equals);
        assertThat(shrunk.found()).isEqualTo(HUNDRED);
        assertThat(shrunk.minimal()).isTrue();
    }

    @Test
    void trialsAreBounded() {
        var tried = new ArrayList<List<Integer>>();
        var shrunk = Shrink.list(HUNDRED, 10, list -> {
            tried.add(list);
            return list.contains(3) && list.contains(50) && list.contains(97);
        });
        assertThat(tried).hasSize(10);
        assertThat(shrunk.trials()).isEqualTo(10);
        assertThat(shrunk.minimal()).isFalse();
        assertThat(shrunk.found()).contains(3, 50, 97);
    }

    @Test
    void whateverTheCausesAreNothingElseIsLeft() {
        for (long seed = 0; seed < 2000; seed++) {
            var random = new SplittableRandom(seed);
            var all = IntStream.range(0, random.nextInt(40)).boxed().toList();
            Set<Integer> causes = new TreeSet<>();
            for (int i = random.nextInt(5); i > 0 && !all.isEmpty(); i--) {
                causes.add(random.nextInt(all.size()));
            }
            var shrunk = Shrink.list(all, 10_000, list -> list.containsAll(causes));
            assertThat(shrunk.found()).as("seed " + seed).containsExactlyElementsOf(causes);
            assertThat(shrunk.minimal()).as("seed " + seed).isTrue();
        }
    }

    @Test
    void evenWhatIsNotMonotoneEndsFailingAndMinimal() {
        for (long seed = 0; seed < 2000; seed++) {
            var random = new SplittableRandom(seed);
            var all = IntStream.range(0, 1 + random.nextInt(12)).boxed().toList();
            Predicate<List<Integer>> fails =
                    list -> list.equals(all) || new SplittableRandom(list.hashCode() * 31L).nextInt(3) == 0;
            var shrunk = Shrink.list(all, 100_000, fails);
            assertThat(fails.test(shrunk.found())).as("seed " + seed).isTrue();
            assertThat(shrunk.found()).as("seed " + seed).allSatisfy(element -> {
                var rest = new ArrayList<>(shrunk.found());
                rest.remove(element);
                assertThat(fails.test(rest)).isFalse();
            });
        }
    }

    @Test
    void ofFaultsThoseAreLeftThatMatter() {
        var shrunk = Shrink.faults(
                Profile.HOSTILE.faults(),
                200,
                faults -> faults.rate(Fault.WATCH_GAP) > 0.1 && faults.rate(Fault.CONFLICT) > 0);
        assertThat(shrunk.found().active()).containsExactly(Fault.CONFLICT, Fault.WATCH_GAP);
        assertThat(shrunk.found().rate(Fault.WATCH_GAP))
                .isEqualTo(Profile.HOSTILE.faults().rate(Fault.WATCH_GAP));
        assertThat(shrunk.minimal()).isTrue();
    }

    @Test
    void ofARunSortsOfFaultsGoFirstAndThenSingleOnes() {
        var injections = IntStream.range(1, 200)
                .mapToObj(i -> new FaultPlan.Injection(i, Fault.values()[i % Fault.values().length], i))
                .toList();
        var cause = injections.get(70);
        var shrunk = Shrink.plan(
                new FaultPlan(injections), 100, plan -> plan.injections().contains(cause));
        assertThat(shrunk.found().injections()).containsExactly(cause);
        assertThat(shrunk.minimal()).isTrue();
    }
}
