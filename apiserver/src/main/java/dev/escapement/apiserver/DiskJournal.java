package dev.escapement.apiserver;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A journal in a directory: {@code snapshot-R} holds all objects at revision R and {@code log-R} the changes after it. A snapshot
 * is written aside and renamed, so a newer one is always whole; only the log's last record can be torn, by a crash during its
 * write, and then nobody was told that it had happened. A snapshot that fails costs nothing but room: the log goes on.
 */
final class DiskJournal implements Journal {
    private static final System.Logger LOG = System.getLogger(DiskJournal.class.getName());
    private static final long ROTATE_AT = 32L << 20;

    private final Path directory;
    private final boolean fsync;
    private final long rotateAt;
    private final FileChannel lock;
    private @Nullable FileChannel log;
    private long logged;
    private long snapshotSize;
    /** How long the log has to be for another attempt at a snapshot; 0 if the last one did not fail. */
    private long notBefore;

    /** @param fsync whether each write waits for the disk: a crash of the machine, not only of this process, is survived */
    DiskJournal(Path directory, boolean fsync) throws IOException {
        this(directory, fsync, ROTATE_AT);
    }

    /** @param rotateAt how many bytes the log has at least when a snapshot takes its place */
    DiskJournal(Path directory, boolean fsync, long rotateAt) throws IOException {
        this.directory = directory;
        this.fsync = fsync;
        this.rotateAt = rotateAt;
        Files.createDirectories(directory);
        lock = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean held;
        try {
            held = lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            held = false;
        }
        if (!held) {
            lock.close();
            throw new IOException("The data directory " + directory
                    + " is in use by another API server. Stop that one, or choose another directory.");
        }
    }

    @Override
    public void load(Loader loader) throws IOException {
        long base = newest("snapshot-");
        if (base > 0) {
            loadSnapshot(loader, base);
        }
        Path path = directory.resolve("log-" + base);
        long good = 0;
        if (Files.exists(path)) {
            good = loadLog(loader, path);
        }
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.truncate(good);
        channel.position(good);
        log = channel;
        logged = good;
        removeOlderThan(base);
    }

    private void loadSnapshot(Loader loader, long base) throws IOException {
        Path path = directory.resolve("snapshot-" + base);
        snapshotSize = Files.size(path);
        loader.snapshot(base);
        try (DataInputStream in = open(path)) {
            for (Frame frame = Frame.read(in); frame != null; frame = Frame.read(in)) {
                if (frame.kind() == Frame.Kind.END) {
                    return;
                }
                loader.object(frame.stored());
            }
        } catch (Frame.Damaged e) {
            throw damaged(path, e);
        }
        throw damaged(path, new Frame.Damaged("no end"));
    }

    private static long loadLog(Loader loader, Path path) throws IOException {
        long good = 0;
        try (DataInputStream in = open(path)) {
            for (Frame frame = Frame.read(in); frame != null; frame = Frame.read(in)) {
                loader.change(frame.revision(), frame.kind() == Frame.Kind.DELETE, frame.stored());
                good += frame.size();
            }
        } catch (Frame.Damaged e) {
            throw damaged(path, e);
        }
        return good;
    }

    private static IOException damaged(Path path, Frame.Damaged cause) {
        return new IOException(
                "The API server's data in " + path + " is damaged: it has " + cause.getMessage()
                        + ". Restore the directory from a copy, or start with an empty one.",
                cause);
    }

    @Override
    public void append(Change change) {
        Frame frame = Frame.of(change.deletion() ? Frame.Kind.DELETE : Frame.Kind.PUT, change.object());
        byte[] bytes = frame.encode();
        try {
            FileChannel channel = opened();
            try {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                if (fsync) {
                    channel.force(false);
                }
            } catch (IOException e) {
                // Half a record must not stay in front of the next one.
                channel.truncate(logged);
                channel.position(logged);
                throw e;
            }
            logged += bytes.length;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write to the data directory " + directory + ": " + e, e);
        }
    }

    @Override
    public boolean wantsSnapshot() {
        return logged > Math.max(notBefore, Math.max(rotateAt, 2 * snapshotSize));
    }

    @Override
    public void snapshot(long revision, Iterator<Stored> objects) {
        try {
            Path aside = directory.resolve("snapshot.new");
            write(aside, revision, objects);
            long size = Files.size(aside);
            // The new log exists before the snapshot that makes it the current one.
            FileChannel next = FileChannel.open(
                    directory.resolve("log-" + revision),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
            try {
                Files.move(aside, directory.resolve("snapshot-" + revision), StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                next.close();
                throw e;
            }
            FileChannel last = opened();
            log = next;
            logged = 0;
            snapshotSize = size;
            notBefore = 0;
            last.close();
            removeOlderThan(revision);
        } catch (IOException e) {
            failed(e);
        }
    }

    private static void write(Path file, long revision, Iterator<Stored> objects) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            while (objects.hasNext()) {
                out.write(Frame.of(Frame.Kind.OBJECT, objects.next()).encode());
            }
            out.write(Frame.end(revision).encode());
            out.flush();
            channel.force(true);
        }
    }

    /** All changes are in the log, so it goes on; it is said once until there is a snapshot again. */
    private void failed(IOException failure) {
        if (notBefore == 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Cannot put a snapshot in the place of the log in the data directory " + directory
                            + ". Is the disk full? The log grows on, nothing is lost, and it is tried again",
                    failure);
        }
        notBefore = logged + rotateAt;
    }

    @Override
    public void close() throws IOException {
        try (FileChannel closing = log;
                FileChannel held = lock) {
            if (closing != null && closing.isOpen() && held.isOpen()) {
                closing.force(false);
            }
        }
    }

    private FileChannel opened() {
        FileChannel channel = log;
        if (channel == null) {
            throw new IllegalStateException("The journal has not been loaded");
        }
        return channel;
    }

    private static DataInputStream open(Path path) throws IOException {
        return new DataInputStream(new BufferedInputStream(Files.newInputStream(path), 1 << 16));
    }

    private long newest(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith(prefix))
                    .mapToLong(name -> Long.parseLong(name.substring(prefix.length())))
                    .max()
                    .orElse(0);
        }
    }

    private void removeOlderThan(long base) throws IOException {
        List<Path> old;
        try (Stream<Path> files = Files.list(directory)) {
            old = files.filter(path -> {
                        String name = path.getFileName().toString();
                        int dash = name.indexOf('-');
                        return (name.startsWith("snapshot-") || name.startsWith("log-"))
                                && Long.parseLong(name.substring(dash + 1)) < base;
                    })
                    .toList();
        }
        for (Path path : old) {
            Files.delete(path);
        }
    }
}
