package dev.escapement.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;

import dev.escapement.client.Json;
import dev.escapement.client.RawObject;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** What a worker pays for its typed copy of a widget: decoded from what the cache keeps, or as fabric8's informer gives it. */
final class DecodeCost {
    private static final int CALLS = 40_000;
    private static final int ROUNDS = 9;

    private DecodeCost() {}

    static Figures ours() {
        var json = new Json();
        var kept = RawObject.of(document());
        return measure(() -> json.decode(kept.json(), Widget.class));
    }

    /** Decoded as it comes, with the managed fields. */
    static Figures fabric8() {
        var serialization = new KubernetesSerialization();
        var text = new String(document(), StandardCharsets.UTF_8);
        return measure(() -> serialization.unmarshal(text, Widget.class));
    }

    /** The copy that fabric8 tells its informer's readers to make before they change anything. */
    static Figures fabric8Clone() {
        var serialization = new KubernetesSerialization();
        var widget = serialization.unmarshal(new String(document(), StandardCharsets.UTF_8), Widget.class);
        return measure(() -> serialization.clone(widget));
    }

    private static byte[] document() {
        return Documents.WIDGETS.object(1, 1_000_001).getBytes(StandardCharsets.UTF_8);
    }

    private static Figures measure(Supplier<Widget> decode) {
        var nanos = new double[ROUNDS];
        double bytes = 0;
        long seen = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long allocated = Heap.allocated();
            long start = System.nanoTime();
            for (int i = 0; i < CALLS; i++) {
                seen += decode.get().getSpec().size();
            }
            nanos[round] = (double) (System.nanoTime() - start) / CALLS;
            bytes = (double) (Heap.allocated() - allocated) / CALLS;
        }
        return new Figures()
                .with("decode_ns", Figures.median(Arrays.copyOfRange(nanos, ROUNDS / 2, ROUNDS)))
                .with("decode_bytes", bytes)
                .with("seen", (double) seen);
    }
}
