package dev.escapement.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.MonitorInstruction;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Time, randomness and blocking come from the clock only, so that a simulation can own them: no reading of the machine's
 * clocks, no waiting for a time, no random numbers without a seed, no monitors in the modules that a simulation runs.
 */
class OneClockTest {
    private static final List<String> SIMULATED = List.of(
            "dev.escapement.time",
            "dev.escapement.queue",
            "dev.escapement.client",
            "dev.escapement.cache",
            "dev.escapement",
            "dev.escapement.ownership");
    /** The one class that may. */
    private static final String CLOCK = "dev.escapement.time.SystemClock";

    private static final Set<String> CLOCKS = Set.of(
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.lang.Thread." + "sleep",
            "java.lang.Math.random",
            "java.util.concurrent.ThreadLocalRandom.current");
    /** Methods that wait for a time when they take one. */
    private static final Set<String> WAITS = Set.of(
            "wait",
            "join",
            "await",
            "awaitNanos",
            "awaitUntil",
            "awaitTermination",
            "parkNanos",
            "parkUntil",
            "tryLock",
            "tryAcquire",
            "poll",
            "offer",
            "get",
            "orTimeout",
            "completeOnTimeout");

    private static final DescribedPredicate<JavaClass> simulated = DescribedPredicate.describe(
            "of simulated modules",
            c -> SIMULATED.contains(c.getPackageName()) && !c.getName().startsWith(CLOCK));

    @Test
    void nobodyButTheClockReadsTheMachinesClocks() {
        noClasses()
                .that(simulated)
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "they read a clock or wait for a time", call -> forbidden(call.getTarget())))
                .check(DirectionTest.CLASSES);
    }

    @Test
    void theRuleFindsTheClockItself() {
        assertThat(DirectionTest.CLASSES.get(CLOCK).getMethodCallsFromSelf())
                .anyMatch(call -> forbidden(call.getTarget()));
    }

    @Test
    void randomNumbersHaveASeed() {
        noClasses()
                .that(simulated)
                .should()
                .callConstructor(Random.class)
                .orShould()
                .callConstructor(SplittableRandom.class)
                .check(DirectionTest.CLASSES);
    }

    @Test
    void nobodyUsesMonitors() throws IOException {
        for (var type : DirectionTest.CLASSES.that(simulated)) {
            assertThat(type.getMethods())
                    .as(type.getName())
                    .noneMatch(method -> method.getModifiers().contains(JavaModifier.SYNCHRONIZED));
            assertThat(entersMonitor(type))
                    .as("%s has a synchronized block", type.getName())
                    .isFalse();
        }
    }

    private static boolean forbidden(AccessTarget.MethodCallTarget target) {
        var owner = target.getOwner().getName();
        var name = owner + "." + target.getName();
        if (CLOCKS.contains(name)) {
            return true;
        }
        if (target.getName().equals("now") && owner.startsWith("java.time.")) {
            return true;
        }
        boolean takesTime = target.getRawParameterTypes().stream()
                .anyMatch(p -> p.getName().equals("java.util.concurrent.TimeUnit")
                        || p.getName().equals("java.time.Duration"));
        boolean takesNanos =
                Set.of("parkNanos", "parkUntil", "awaitNanos", "awaitUntil").contains(target.getName())
                        || (owner.equals("java.lang.Object")
                                && target.getName().equals("wait")
                                && !target.getRawParameterTypes().isEmpty());
        return owner.startsWith("java.") && (takesNanos || (WAITS.contains(target.getName()) && takesTime));
    }

    /** ArchUnit does not see the instructions, so the class file is read. */
    private static boolean entersMonitor(JavaClass type) throws IOException {
        try (InputStream bytes = type.getSource().orElseThrow().getUri().toURL().openStream()) {
            return ClassFile.of().parse(bytes.readAllBytes()).methods().stream()
                    .flatMap(method -> method.code().stream())
                    .flatMap(code -> code.elementStream())
                    .anyMatch(element ->
                            element instanceof MonitorInstruction monitor && monitor.opcode() == Opcode.MONITORENTER);
        }
    }
}
