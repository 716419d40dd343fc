package dev.escapement.testcluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Who is let in, and who may do what, is decided and worded alike on both servers; the answers are the real one's. */
@OnEachCluster
class AccessTest {
    private static final String TRANSCRIPT = "/access/transcript.txt";

    @Test
    void letsInAndRefusesAsTheRealServerDid(Cluster cluster) throws Exception {
        List<String> told = new ArrayList<>();
        try (var transcript = new AccessTranscript(cluster.kubeconfig(), cluster.userKubeconfig())) {
            String request = "";
            for (String line : lines()) {
                if (line.startsWith("> ")) {
                    request = line.substring(2);
                } else if (!request.isEmpty()) {
                    told.add(request);
                    expect(transcript, request, line);
                    request = "";
                }
            }
        }
        assertThat(told).hasSizeGreaterThan(100);
    }

    /** The real server looks at roles and bindings a moment after they were written, so it is asked again. */
    private static void expect(AccessTranscript transcript, String request, String answer) {
        var answers = new ArrayList<String>();
        try {
            Await.until(request + " is answered as expected", () -> {
                answers.add(transcript.answer(request));
                return answers.getLast().equals(answer);
            });
        } catch (AssertionError e) {
            assertThat(answers).as(request).isNotEmpty();
            assertThat(answers.getFirst()).as(request).isEqualTo(answer);
            throw e;
        }
    }

    private static List<String> lines() throws IOException {
        try (var in = Objects.requireNonNull(AccessTest.class.getResourceAsStream(TRANSCRIPT))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
