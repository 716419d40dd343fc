package dev.escapement.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lists as kube-apiserver 1.36 writes them: its JSON of one widget of the operator benchmark and of one running pod, which lie
 * beside this class, with blanks for all that differs from one object to the next in a cluster.
 */
enum Documents {
    /** 2.4 KB each, of which 0.7 KB are {@code managedFields}. */
    WIDGETS("widget.json", "bench.example.dev/v1", "WidgetList"),
    /** Pods of Deployments, 5.5 KB each, of which 2.4 KB are {@code managedFields}. */
    PODS("pod.json", "v1", "PodList");

    private static final int PAGE = 500;
    private static final int CHUNK = 16 * 1024;
    private static final String END =
            "{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"Any\",\"apiVersion\":\"v1\",\"metadata\":"
                    + "{\"resourceVersion\":\"2000000\",\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}}}}\n";

    private final String template;
    private final String apiVersion;
    private final String kind;

    Documents(String file, String apiVersion, String kind) {
        this.apiVersion = apiVersion;
        this.kind = kind;
        try (InputStream in = Documents.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing");
            }
            this.template = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One object; the number makes all that is its own, but for the version. */
    String object(int number, long version) {
        var values = this == WIDGETS ? Variety.ofWidget(number) : Variety.ofPod(number);
        values.put("version", Long.toString(version));
        return Blanks.fill(template, values);
    }

    /** A list of so many, in pages of 500, each with the number of the next as its token. */
    List<byte[]> pages(int count) {
        var pages = new ArrayList<byte[]>();
        for (int from = 0; from < count; from += PAGE) {
            var page = new StringBuilder("{\"apiVersion\":\"%s\",\"items\":[".formatted(apiVersion));
            int until = Math.min(from + PAGE, count);
            for (int i = from; i < until; i++) {
                page.append(i == from ? "" : ",").append(object(i, 1_000_000 + i));
            }
            page.append("],\"kind\":\"%s\",\"metadata\":{\"continue\":\"%s\",\"resourceVersion\":\"%d\"}}\n"
                    .formatted(kind, until < count ? Integer.toString(pages.size() + 1) : "", 2_000_000));
            pages.add(page.toString().getBytes(StandardCharsets.UTF_8));
        }
        return pages;
    }

    /** A watch-list of so many, in chunks of 16 KiB, as the JDK's HTTP client hands them on. */
    List<byte[]> watchList(int count) {
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            all.writeBytes(event("ADDED", i, 1_000_000 + i));
        }
        all.writeBytes(END.getBytes(StandardCharsets.UTF_8));
        var bytes = all.toByteArray();
        var chunks = new ArrayList<byte[]>();
        for (int from = 0; from < bytes.length; from += CHUNK) {
            chunks.add(Arrays.copyOfRange(bytes, from, Math.min(from + CHUNK, bytes.length)));
        }
        return chunks;
    }

    /** An event of a watch. */
    byte[] event(String type, int number, long version) {
        return "{\"type\":\"%s\",\"object\":%s}\n"
                .formatted(type, object(number, version))
                .getBytes(StandardCharsets.UTF_8);
    }
}
