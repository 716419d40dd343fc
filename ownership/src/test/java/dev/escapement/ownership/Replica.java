package dev.escapement.ownership;

import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;

import dev.escapement.client.ApiClient;
import dev.escapement.testcluster.Cluster;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.client.Config;

/** One of those who compete for a slot: notes what it is told, and works between the two calls. */
final class Replica implements AutoCloseable {
    final Line line = new Line();
    final Slot slot;
    private final ApiClient client;

    Replica(Cluster cluster, String lease, String identity, Clock clock, SlotTimes times) {
        client = ApiClient.of(Config.fromKubeconfig(cluster.kubeconfig().toFile()), line);
        slot = Slot.of(client, clock, "default", lease, identity, times);
    }

    @Override
    public void close() {
        slot.close();
        client.close();
    }

    /** Work that notes its beginning and end, and whether two do it at once. */
    record Work(String identity, Queue<String> notes, AtomicInteger working) implements SlotListener {
        @Override
        public void acquired() {
            notes.add(identity + (working.incrementAndGet() == 1 ? " works" : " works too"));
        }

        @Override
        public void lost(String reason) {
            working.decrementAndGet();
            notes.add(identity + " stops: " + reason);
        }
    }
}
