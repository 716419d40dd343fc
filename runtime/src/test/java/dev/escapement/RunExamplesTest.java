package dev.escapement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

import io.fabric8.kubernetes.api.model.ConfigMap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The examples of docs/runs.md, compiled. */
class RunExamplesTest {
    @Test
    void theyAreThoseOfThePage() throws IOException {
        var here = Files.readString(Path.of("src/test/java/dev/escapement/RunExamplesTest.java"));
        assertThat(Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(Path.of("..", "docs", "runs.md")))
                        .results()
                        .map(block -> block.group(1).replaceAll("\\s", "")))
                .hasSize(2)
                .allMatch(here.replaceAll("\\s", "")::contains);
    }

    @Test
    void theySayWhatTheyMean() {
        Controller<Gadget> controller = Controller.of(Gadget.class)
                .when(ChangeFilter.generation()
                        .or(ChangeFilter.annotation("example.dev/refresh"))) // of its own objects
                .owns(ConfigMap.class, ChangeFilter.generation().or(ChangeFilter.labels()))
                .reconcile(this::reconcile);
        controller = controller.failures(failure -> failure instanceof ArithmeticException
                ? Verdict.TERMINAL
                : Classifier.standard().classify(failure));
        assertThat(controller.plan().failures.classify(new ArithmeticException()))
                .isEqualTo(Verdict.TERMINAL);
        assertThat(controller.plan().failures.classify(new IllegalStateException()))
                .isEqualTo(Verdict.RETRY);
    }

    private Outcome reconcile(Gadget gadget, Context context) {
        return Outcome.done();
    }
}
