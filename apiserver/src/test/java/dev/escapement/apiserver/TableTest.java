package dev.escapement.apiserver;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TableTest extends ServerTest {
    private Client.Answer table(String target) {
        return client.send(Request.of("GET", target)
                        .header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"))
                .is(200);
    }

    @Test
    void aDeploymentShowsItsReplicas() {
        client.post(DEPLOYMENTS, DEPLOYMENT).is(201);
        background.pass(Duration.ofMinutes(3));
        var table = table(DEPLOYMENTS);
        assertThat(table.text("kind")).isEqualTo("Table");
        assertThat(table.body().path("columnDefinitions").findValuesAsText("name"))
                .startsWith("Name", "Ready", "Up-to-date", "Available", "Age");
        assertThat(cells(table)).startsWith("web", "0/2", "0", "0", "3m");
        assertThat(Json.text(table.body().path("rows").get(0), "object", "kind"))
                .isEqualTo("PartialObjectMetadata");
    }

    @Test
    void theWideColumnsComeAfterTheAge() {
        client.post(DEPLOYMENTS, DEPLOYMENT).is(201);
        var table = table(DEPLOYMENTS);
        assertThat(cells(table)).endsWith("c", "i", "app=web");
        assertThat(table.body()
                        .path("columnDefinitions")
                        .path(5)
                        .path("priority")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void aCustomResourceShowsTheColumnsOfItsDefinition() {
        client.post(DEFINITIONS, WIDGET_DEFINITION);
        client.post(WIDGETS, widget("w"));
        assertThat(cells(table(WIDGETS + "/w"))).containsExactly("w", "1");
    }

    private static List<String> cells(Client.Answer table) {
        return table.body()
                .path("rows")
                .get(0)
                .path("cells")
                .valueStream()
                .map(cell -> cell.asText())
                .toList();
    }

    @Test
    void aColumnPicksAConditionByItsType() {
        var object = Trees.object();
        var conditions = object.putObject("status").putArray("conditions");
        conditions.addObject().put("type", "Other").put("status", "False");
        conditions.addObject().put("type", "Ready").put("status", "True");
        String path = ".status.conditions[?(@.type==\"Ready\")].status";
        assertThat(JsonPath.parse(path).find(object))
                .extracting(node -> node.asText())
                .containsExactly("True");
        assertThat(JsonPath.parse(".status.conditions[0].type").find(object)).hasSize(1);
        assertThat(JsonPath.parse(".status.conditions[*].type").find(object)).hasSize(2);
        assertThat(JsonPath.parse(".spec.nothing").find(object)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PT42S, 42s",
        "PT119S, 119s",
        "PT3M7S, 3m7s",
        "PT59M, 59m",
        "PT3H5M, 3h5m",
        "PT30H, 30h",
        "P3DT4H, 3d4h",
        "P12D, 12d"
    })
    void anAgeIsToldAsKubectlTellsIt(Duration duration, String told) {
        assertThat(Age.of(duration)).isEqualTo(told);
    }
}
