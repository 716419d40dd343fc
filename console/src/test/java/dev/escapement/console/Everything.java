package dev.escapement.console;

import java.util.Objects;
import java.util.TreeMap;

import dev.escapement.Operator;
import dev.escapement.Outcome;
import dev.escapement.testcluster.Await;

import static dev.escapement.Always.always;
import static dev.escapement.Every.every;
import static dev.escapement.Outcome.done;
import static dev.escapement.Outcome.failed;
import static dev.escapement.Outcome.failedForGood;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;

/** An operator with something of each sort, so that each of its metrics has a series. */
final class Everything {
    private Everything() {}

    static Operator start(Bench bench) throws InterruptedException {
        for (var name : new String[] {"good", "bad", "worse", "broken"}) {
            bench.create(name, "1");
        }
        var operator = bench.start(Bench.maps()
                .reconcile((map, context) -> switch (map.getMetadata().getName()) {
                    case "bad" -> failed("as always");
                    case "worse" -> failedForGood("as ever");
                    case "broken" -> Objects.requireNonNull(nothing());
                    default -> done();
                })
                .timer("probe", every(ofSeconds(1)), _ -> done())
                .daemon(
                        "tail",
                        always().heartbeat(ofHours(1)),
                        daemon -> daemon.stop().await(ofHours(1))));
        Await.until("one is given up", () -> operator.insight().letterCounts().get("configmaps") == 1);
        return operator;
    }

    private static Outcome nothing() {
        return new TreeMap<String, Outcome>().get("nothing");
    }
}
