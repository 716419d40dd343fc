package dev.escapement.queue;

import java.time.Duration;
import java.time.Instant;

import dev.escapement.queue.WorkQueue.Priority;
import dev.escapement.time.VirtualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class QueueBuilderTest {
    private final QueueBuilder<String> builder = WorkQueue.builder(VirtualClock.at(Instant.EPOCH));

    @ParameterizedTest
    @CsvSource({"HIGH, PT0S", "NORMAL, PT-1S", "LOW, PT-0.000000001S"})
    void anAgeLimitMustBePositive(Priority priority, Duration limit) {
        assertThatThrownBy(() -> builder.ageLimit(priority, limit))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the age limit of " + priority + " must be positive, but is " + limit);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S"})
    void aQuantumMustBePositive(Duration quantum) {
        assertThatThrownBy(() -> builder.quantum(quantum))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the quantum must be positive, but is " + quantum);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.000000001S", "PT2562047788015215H30M7.999999999S"})
    void limitsMayBeAsShortAndAsLongAsDurationsGo(Duration any) throws InterruptedException {
        var queue = builder.ageLimit(Priority.NORMAL, any)
                .ageLimit(Priority.LOW, any)
                .quantum(any)
                .fairBy(key -> key.charAt(0))
                .build();
        queue.add("a");
        queue.add("b", Priority.LOW);
        assertThat(queue.take()).isNotNull();
        assertThat(queue.take()).isNotNull();
        queue.done("a");
        queue.done("b");
        assertThat(queue.depth() + queue.processing()).isZero();
    }

    @Test
    void queuesOfOneBuilderShareNothing() {
        var one = builder.fairBy(key -> key).build();
        var other = builder.build();
        one.add("a");
        assertThat(other.depth()).isZero();
        assertThat(other.flows()).isEmpty();
    }
}
