package dev.escapement.apiserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DiskJournalTest {
    private static final String RESOURCE = "configmaps";

    @TempDir
    Path directory;

    private Store open(Path from) throws IOException {
        return new Store(100, new DiskJournal(from, false));
    }

    private static void put(Store store, String name, long expected, String value) throws Store.Stale {
        store.put(
                RESOURCE, Stored.path("default", name), expected, Trees.object().put("value", value));
    }

    private static List<String> values(Store store) {
        return store.list(RESOURCE, null).objects().stream()
                .map(stored -> stored.name() + "=" + Json.text(stored.tree(), "value"))
                .toList();
    }

    @Test
    void objectsAndRevisionSurviveAStop() throws Exception {
        long revision;
        try (Store store = open(directory)) {
            put(store, "a", 0, "1");
            put(store, "b", 0, "2");
            put(store, "a", store.revision() - 1, "3");
            Stored b = java.util.Objects.requireNonNull(store.find(RESOURCE, "default/b"));
            store.remove(RESOURCE, b.path(), b.revision(), b.tree());
            revision = store.revision();
        }
        try (Store store = open(directory)) {
            assertThat(values(store)).containsExactly("a=3");
            assertThat(store.revision()).isEqualTo(revision);
        }
    }

    @Test
    void changesSinceTheSnapshotCanStillBeWatched() throws Exception {
        long before;
        try (Store store = open(directory)) {
            put(store, "a", 0, "1");
            before = store.revision();
            put(store, "b", 0, "2");
        }
        try (Store store = open(directory)) {
            assertThat(store.cursor(RESOURCE, before).next()).hasSize(1);
        }
    }

    @Test
    void aTornTailIsDroppedWhereverItWasTorn(@TempDir Path copies) throws Exception {
        long whole;
        Path log;
        try (Store store = open(directory)) {
            put(store, "a", 0, "1");
            log = log();
            whole = Files.size(log);
            put(store, "b", 0, "2");
        }
        byte[] bytes = Files.readAllBytes(log);
        for (long length = whole; length < bytes.length; length++) {
            Path copy = Files.createDirectory(copies.resolve("at-" + length));
            Files.write(copy.resolve(log.getFileName()), java.util.Arrays.copyOf(bytes, (int) length));
            try (Store store = open(copy)) {
                assertThat(values(store)).as("torn at byte " + length).containsExactly("a=1");
                put(store, "c", 0, "3");
            }
            try (Store store = open(copy)) {
                assertThat(values(store)).containsExactly("a=1", "c=3");
            }
        }
    }

    @Test
    void aDamagedRecordIsReportedRatherThanSkipped() throws Exception {
        try (Store store = open(directory)) {
            put(store, "a", 0, "1");
            put(store, "b", 0, "2");
        }
        byte[] bytes = Files.readAllBytes(log());
        bytes[20] ^= 1;
        Files.write(log(), bytes);
        assertThatThrownBy(() -> open(directory))
                .hasMessageContaining("is damaged")
                .hasMessageContaining("log-");
    }

    @Test
    void aSnapshotReplacesTheLog() throws Exception {
        DiskJournal journal = new DiskJournal(directory, false);
        try (Store store = new Store(100, journal)) {
            put(store, "a", 0, "1");
            put(store, "b", 0, "2");
            journal.snapshot(
                    store.revision(), store.list(RESOURCE, null).objects().iterator());
            put(store, "c", 0, "3");
        }
        assertThat(log().getFileName()).hasToString("log-3");
        try (Store store = open(directory)) {
            assertThat(values(store)).containsExactly("a=1", "b=2", "c=3");
            assertThatThrownBy(() -> store.cursor(RESOURCE, 2).next()).isInstanceOf(Store.Compacted.class);
        }
    }

    /** As on a full disk, but for the reason: a directory is where a snapshot is to be written. */
    @Test
    void aSnapshotThatFailsFailsNoWriteAndIsTriedAgain() throws Exception {
        DiskJournal journal = new DiskJournal(directory, false, 1000);
        Path inTheWay = Files.createDirectory(directory.resolve("snapshot.new"));
        AtomicInteger told = new AtomicInteger();
        try (Store store = new Store(100, journal)) {
            store.cursor(RESOURCE, 1).listen(told::incrementAndGet);
            for (int i = 0; i < 30; i++) {
                put(store, "a" + i, 0, "v".repeat(200));
            }
            assertThat(told).hasValue(30);
            assertThat(log().getFileName()).hasToString("log-0");
            Files.delete(inTheWay);
            for (int i = 0; i < 10; i++) {
                put(store, "b" + i, 0, "v".repeat(200));
            }
            assertThat(log().getFileName().toString()).isNotEqualTo("log-0");
        }
        try (Store store = open(directory)) {
            assertThat(values(store)).hasSize(40);
        }
    }

    @Test
    void aDirectoryHasOneServer() throws Exception {
        try (Store store = open(directory)) {
            assertThat(store.revision()).isPositive();
            assertThatThrownBy(() -> open(directory)).hasMessageContaining("is in use by another API server");
        }
    }

    private Path log() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(path -> path.getFileName().toString().startsWith("log-"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
