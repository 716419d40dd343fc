package dev.escapement.ownership;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What tests of slots work on: a Lease of their own, and the replicas that compete for it. */
abstract class SlotBench {
    private static final AtomicInteger NAMES = new AtomicInteger();
    static final SlotTimes SHORT = new SlotTimes(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofMillis(100));
    /** So long that nobody sees the end of a lease within a test. */
    static final SlotTimes LONG = new SlotTimes(Duration.ofMinutes(10), Duration.ofMinutes(5), Duration.ofMillis(100));

    final String name =
            "slot-" + NAMES.incrementAndGet() + "-" + ProcessHandle.current().pid();
    final Queue<String> notes = new ConcurrentLinkedQueue<>();
    final AtomicInteger working = new AtomicInteger();
    final Deque<Replica> replicas = new ArrayDeque<>();
    Cluster cluster;
    KubernetesClient client;

    @BeforeEach
    void prepare(Cluster cluster) {
        this.cluster = cluster;
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig().toFile()))
                .build();
    }

    @AfterEach
    void tidy() {
        replicas.forEach(Replica::close);
        lease().delete();
        client.close();
    }

    Replica start(String identity, SlotTimes times) {
        var replica = add(identity, Clock.system(), times);
        replica.slot.start(work(identity));
        return replica;
    }

    Replica add(String identity, Clock clock, SlotTimes times) {
        var replica = new Replica(cluster, name, identity, clock, times);
        replicas.add(replica);
        return replica;
    }

    Replica.Work work(String identity) {
        return new Replica.Work(identity, notes, working);
    }

    void await(String note) {
        Await.until(note, () -> notes.contains(note));
    }

    Resource<Lease> lease() {
        return client.resources(Lease.class).inNamespace("default").withName(name);
    }

    LeaseSpec spec() {
        return lease().get().getSpec();
    }

    static URI nobody() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
    }
}
