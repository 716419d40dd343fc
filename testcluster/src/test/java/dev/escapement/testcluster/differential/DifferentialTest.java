package dev.escapement.testcluster.differential;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import dev.escapement.apiserver.ApiServer;
import dev.escapement.testcluster.Cluster;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Generated requests are answered by the embedded server as by the real one; docs/apiserver-differences.md tells what is left
 * out.
 *
 * <p>{@code -Ddifferential.area=patch} runs one area, {@code -Ddifferential.seeds=17} or {@code =100-199} other seeds, {@code
 * -Ddifferential.all=true} goes on after a difference and lists all of them in short.
 */
class DifferentialTest {
    private static final Map<String, Area> AREAS = new TreeMap<>(Map.ofEntries(
            Map.entry("objects", new ObjectsArea()),
            Map.entry("patch", new PatchArea()),
            Map.entry("apply", new ApplyArea()),
            Map.entry("list", new ListArea()),
            Map.entry("watch", new WatchArea()),
            Map.entry("delete", new DeleteArea()),
            Map.entry("garbage", new GarbageArea()),
            Map.entry("schema", new SchemaArea()),
            Map.entry("subresource", new SubresourceArea()),
            Map.entry("fields", new FieldsArea()),
            Map.entry("protocol", new ProtocolArea()),
            Map.entry("versions", new VersionsArea())));

    @Test
    void answersAsTheRealServerDoes() throws Exception {
        assumeTrue(Cluster.isRealWanted(), "there is no real server to compare with");
        var wanted = System.getProperty("differential.area", "");
        boolean all = Boolean.getBoolean("differential.all");
        var found = new ArrayList<Difference>();
        try (var cluster = Cluster.realWith(List.of("garbage-collector-controller", "namespace-controller"));
                var embedded = ApiServer.builder().start();
                var duel = new Duel(Server.embedded(embedded), Server.real(cluster))) {
            duel.define(Definitions.all());
            for (var area : AREAS.entrySet()) {
                if (!wanted.isEmpty() && !List.of(wanted.split(",")).contains(area.getKey())) {
                    continue;
                }
                int before = duel.requests();
                for (long seed : seeds().toArray()) {
                    var draft = new Draft(area.getKey(), seed);
                    area.getValue().write(draft);
                    if (all) {
                        duel.differences(draft.done(), true).forEach(found::add);
                    } else {
                        duel.run(draft.done())
                                .ifPresent(difference ->
                                        fail(duel.shrunk(difference).toString()));
                    }
                }
                System.out.println(area.getKey() + ": " + (duel.requests() - before) + " requests");
            }
            System.out.println(duel.requests() + " requests to each server");
        }
        if (!found.isEmpty()) {
            fail(found.size() + " differences:\n" + summary(found));
        }
    }

    /** Each difference once, the most frequent ones first. */
    private static String summary(List<Difference> found) {
        var alike = found.stream().collect(Collectors.groupingBy(Difference::diff));
        return alike.entrySet().stream()
                .sorted(Comparator.comparing(entry -> -entry.getValue().size()))
                .map(entry -> {
                    var example = entry.getValue().getFirst();
                    return "=== %d times, such as %s seed %d, request %d: %s%n%s"
                            .formatted(
                                    entry.getValue().size(),
                                    example.script().area(),
                                    example.script().seed(),
                                    example.step() + 1,
                                    example.script().steps().get(example.step()),
                                    entry.getKey().lines().limit(300).collect(Collectors.joining("\n")));
                })
                .collect(Collectors.joining("\n"));
    }

    private static LongStream seeds() {
        var range = System.getProperty("differential.seeds", "1-8").split("-");
        return LongStream.rangeClosed(Long.parseLong(range[0]), Long.parseLong(range[range.length - 1]));
    }
}
