package dev.escapement.bench;

import java.util.Arrays;
import java.util.Objects;

import dev.escapement.cache.Informer;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.Selection;
import dev.escapement.queue.WorkQueue;
import dev.escapement.time.Clock;

/** What an event of a watch costs, from the bytes that the transport hands over to the key in the queue. */
final class EventCost {
    private static final int COUNT = 10_000;
    private static final int ROUNDS = 12;

    private EventCost() {}

    static Figures measure() throws Exception {
        var server = new MemoryServer(Documents.WIDGETS.pages(COUNT));
        var clock = Clock.system();
        var informer = new Informer(server.client(), clock, Kind.of(Widget.class), Selection.ALL);
        var queue =
                WorkQueue.<ObjectKey>builder(clock).fairBy(ObjectKey::namespace).build();
        informer.listen(change -> queue.add(change.key()));
        informer.start();
        informer.synced().get();
        Workers.sleep(100_000_000); // until the watch is open
        empty(queue);

        var nanos = new double[ROUNDS];
        double allocated = 0;
        long stored = 0;
        for (int round = 0; round < ROUNDS; round++) {
            var events = new byte[COUNT][];
            for (int i = 0; i < COUNT; i++) {
                events[i] = Documents.WIDGETS.event("MODIFIED", i, 3_000_000L + (long) round * COUNT + i);
            }
            long before = Heap.allocated();
            long start = System.nanoTime();
            for (byte[] event : events) {
                server.send(event);
            }
            nanos[round] = (double) (System.nanoTime() - start) / COUNT;
            allocated = (double) (Heap.allocated() - before) / COUNT;
            stored =
                    informer.objects().mapToLong(object -> object.json().length).sum() / COUNT;
            if (queue.depth() != COUNT) {
                throw new IllegalStateException("only " + queue.depth() + " keys are in the queue");
            }
            empty(queue);
        }
        return new Figures()
                .with("event_ns", Figures.median(Arrays.copyOfRange(nanos, ROUNDS / 2, ROUNDS)))
                .with("event_bytes", allocated)
                .with("event_bytes_beside", allocated - stored);
    }

    private static void empty(WorkQueue<ObjectKey> queue) throws InterruptedException {
        while (queue.depth() > 0) {
            queue.done(Objects.requireNonNull(queue.take()));
        }
    }
}
