package dev.escapement.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.escapement.client.Json;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.WatchEvent;
import dev.escapement.time.VirtualClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

import static org.assertj.core.api.Assertions.assertThat;

class StoryTest {
    private static final ObjectKey KEY = new ObjectKey("default", "hello");

    private final StringWriter told = new StringWriter();
    private final Story story =
            new Story(new Commentary(new PrintWriter(told), Ansi.OFF, VirtualClock.at(Instant.EPOCH)));

    @BeforeEach
    void aWebsiteWithItsParts() {
        website("{'spec': {'replicas': 2, 'html': 'hi'}}");
        story.configMap(0, WatchEvent.Type.ADDED, KEY, json("{'data': {'index.html': 'hi'}}"));
        deployment("{'spec': {'replicas': 2}}");
        told.getBuffer().setLength(0);
    }

    @Test
    void whoFollowsTheWebsiteIsTheOperator() {
        website("{'spec': {'replicas': 3, 'html': 'hi'}}");
        deployment("{'spec': {'replicas': 3}}");

        assertThat(told.toString().lines())
                .containsExactly(
                        "    0.000 s  you       scale website hello from 2 to 3 servers",
                        "    0.000 s  operator  sets Deployment hello to 3 servers");
    }

    @Test
    void whoDeviatesFromTheWebsiteIsSomebody() {
        deployment("{'spec': {'replicas': 9}}");
        deployment("{'spec': {'replicas': 2}}");

        assertThat(told.toString().lines())
                .containsExactly(
                        "    0.000 s  somebody  changes Deployment hello to 9 servers",
                        "    0.000 s  operator  sets Deployment hello to 2 servers");
    }

    @Test
    void whatComesBackTellsAfterWhichTime() {
        story.configMap(0, WatchEvent.Type.DELETED, KEY, json("{}"));
        assertThat(story.isRestored(KEY)).isFalse();

        story.configMap(7_000_000, WatchEvent.Type.ADDED, KEY, json("{'data': {'index.html': 'hi'}}"));

        assertThat(story.isRestored(KEY)).isTrue();
        assertThat(told.toString().lines())
                .containsExactly(
                        "    0.000 s  somebody  deletes ConfigMap hello",
                        "    0.007 s  operator  creates ConfigMap hello again, after 7 ms");
    }

    @Test
    void whatGoesWithItsOwnerIsTheClustersDoing() {
        story.website(0, WatchEvent.Type.DELETED, KEY, json("{}"));
        story.deployment(0, WatchEvent.Type.DELETED, KEY, json("{}"));
        assertThat(story.isGone(KEY)).isFalse();

        story.configMap(0, WatchEvent.Type.DELETED, KEY, json("{}"));

        assertThat(story.isGone(KEY)).isTrue();
        assertThat(told.toString())
                .contains("you       delete website hello", "cluster   removes Deployment hello, whose owner is gone");
    }

    @Test
    void aWebsiteIsReadyWhenTheOperatorAndTheServersSaySo() {
        website("{'spec': {'replicas': 2, 'html': 'hi'}, 'status': {'phase': 'Ready', 'ready': 2}}");
        assertThat(story.isReady(KEY, 2)).isFalse();

        deployment("{'spec': {'replicas': 2}, 'status': {'readyReplicas': 2}}");

        assertThat(story.isReady(KEY, 2)).isTrue();
        assertThat(story.isReady(KEY, 3)).isFalse();
    }

    private void website(String json) {
        story.website(0, WatchEvent.Type.MODIFIED, KEY, json(json));
    }

    private void deployment(String json) {
        story.deployment(0, WatchEvent.Type.MODIFIED, KEY, json(json));
    }

    private static JsonNode json(String text) {
        return new Json().parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
