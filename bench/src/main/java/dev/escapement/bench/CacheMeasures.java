package dev.escapement.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.escapement.cache.Informer;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.Selection;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.api.model.DefaultKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * Measures how lists become a filled store and what an object takes there, and the same of fabric8's typed decode and of plain
 * Jackson; prints a line of JSON.
 *
 * <pre>
 * CacheMeasures MEASURE SUBJECT
 * </pre>
 */
public final class CacheMeasures {
    private static final int COUNT = 10_000;
    private static final int ROUNDS = 25;

    private static final Map<String, Measure> MEASURES = new TreeMap<>(Map.ofEntries(
            Map.entry("fill-widgets escapement", () -> fill(Documents.WIDGETS, new WatchList())),
            Map.entry("fill-widgets escapement-pages", () -> fill(Documents.WIDGETS, CacheMeasures::informer)),
            Map.entry("fill-widgets fabric8", () -> fill(Documents.WIDGETS, CacheMeasures::fabric8)),
            Map.entry("fill-widgets jackson-records", () -> fill(Documents.WIDGETS, CacheMeasures::jackson)),
            Map.entry("fill-pods escapement", () -> fill(Documents.PODS, new WatchList())),
            Map.entry("fill-pods escapement-pages", () -> fill(Documents.PODS, CacheMeasures::informer)),
            Map.entry("fill-pods fabric8", () -> fill(Documents.PODS, CacheMeasures::fabric8)),
            Map.entry("decode escapement", DecodeCost::ours),
            Map.entry("decode fabric8", DecodeCost::fabric8),
            Map.entry("decode fabric8-clone", DecodeCost::fabric8Clone),
            Map.entry("event escapement", EventCost::measure),
            Map.entry("readers escapement", () -> ReaderScaling.measure(widgets()))));

    private CacheMeasures() {}

    private interface Measure {
        Figures run() throws Exception;
    }

    /** Something that makes a store of the pages of a list; what it returns holds it. */
    private interface Filling {
        Object fill(Documents documents, List<byte[]> pages) throws Exception;

        default List<byte[]> documents(Documents documents) {
            return documents.pages(COUNT);
        }
    }

    private static Figures fill(Documents documents, Filling filling) throws Exception {
        var pages = filling.documents(documents);
        long bytes = pages.stream().mapToLong(page -> page.length).sum();
        release(filling.fill(documents, pages)); // so that what classes take is not counted
        long before = Heap.live();
        var store = filling.fill(documents, pages);
        long live = Heap.live() - before;
        var figures =
                new Figures().with("heap_bytes", (double) live / COUNT).with("object_bytes", (double) bytes / COUNT);
        if (store instanceof Informer informer) {
            long kept =
                    informer.objects().mapToLong(object -> object.json().length).sum();
            figures.with("beside_bytes", (double) (live - kept) / COUNT);
        }
        release(store);
        var seconds = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            Heap.collect();
            long start = System.nanoTime();
            store = filling.fill(documents, pages);
            seconds[i] = (System.nanoTime() - start) / 1e9;
            release(store);
        }
        double median = Figures.median(Arrays.copyOfRange(seconds, ROUNDS / 2, ROUNDS));
        return figures.with("mb_per_s", bytes / median / 1e6);
    }

    private static void release(Object store) throws Exception {
        if (store instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    private static Informer widgets() throws Exception {
        var server = MemoryServer.ofWatchList(Documents.WIDGETS.watchList(COUNT));
        return filled(new Informer(server.client(), Clock.system(), Kind.of(Widget.class), Selection.ALL));
    }

    private static Object informer(Documents documents, List<byte[]> pages) throws Exception {
        var kind = documents == Documents.WIDGETS ? Kind.of(Widget.class) : Kind.of(Pod.class);
        return filled(new Informer(new MemoryServer(pages).client(), Clock.system(), kind, Selection.ALL));
    }

    private static Informer filled(Informer informer) throws Exception {
        informer.start();
        informer.synced().get();
        return informer;
    }

    /** The way that servers since 1.32 offer, and that an informer goes first. */
    private static final class WatchList implements Filling {
        @Override
        public Object fill(Documents documents, List<byte[]> chunks) throws Exception {
            var kind = documents == Documents.WIDGETS ? Kind.of(Widget.class) : Kind.of(Pod.class);
            return filled(new Informer(MemoryServer.ofWatchList(chunks).client(), Clock.system(), kind, Selection.ALL));
        }

        @Override
        public List<byte[]> documents(Documents documents) {
            return documents.watchList(COUNT);
        }
    }

    private static final KubernetesSerialization FABRIC8 = new KubernetesSerialization();

    /** A list of widgets, as fabric8's users write it. */
    public static final class WidgetList extends DefaultKubernetesResourceList<Widget> {
        private static final long serialVersionUID = 1;
    }

    private static Object fabric8(Documents documents, List<byte[]> pages) {
        var store = new ConcurrentHashMap<ObjectKey, HasMetadata>();
        for (byte[] page : pages) {
            var in = new ByteArrayInputStream(page);
            List<? extends HasMetadata> items = documents == Documents.WIDGETS
                    ? FABRIC8.unmarshal(in, WidgetList.class).getItems()
                    : FABRIC8.unmarshal(in, PodList.class).getItems();
            for (var item : items) {
                store.put(
                        new ObjectKey(
                                item.getMetadata().getNamespace(),
                                item.getMetadata().getName()),
                        item);
            }
        }
        return store;
    }

    private record Metadata(
            String name,
            String namespace,
            String uid,
            String resourceVersion,
            long generation,
            Map<String, String> labels,
            Map<String, String> annotations) {}

    private record PlainWidget(
            String apiVersion, String kind, Metadata metadata, Widget.Spec spec, Widget.Status status) {}

    private record PlainList(List<PlainWidget> items) {}

    private static final ObjectMapper JACKSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    private static Object jackson(Documents documents, List<byte[]> pages) throws IOException {
        var store = new ConcurrentHashMap<ObjectKey, PlainWidget>();
        for (byte[] page : pages) {
            for (var item : JACKSON.readValue(page, PlainList.class).items()) {
                store.put(
                        new ObjectKey(
                                item.metadata().namespace(), item.metadata().name()),
                        item);
            }
        }
        return store;
    }

    /** Runs one measure with one subject. */
    public static void main(String[] args) throws Exception {
        var measure = MEASURES.get(String.join(" ", args));
        if (measure == null) {
            System.err.println(
                    "usage: CacheMeasures MEASURE SUBJECT, one of:\n  " + String.join("\n  ", MEASURES.keySet()));
            System.exit(2);
        } else {
            System.out.println(measure.run().json(args[0], args[1]));
            System.exit(0); // whatever threads are left
        }
    }
}
