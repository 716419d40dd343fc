package dev.escapement.apiserver;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/** One record of a journal file: length, CRC-32C, then kind, revision, resource, path and bytes. */
@SuppressWarnings("ArrayRecordComponent") // frames are not compared
record Frame(Kind kind, long revision, String resource, String path, byte[] bytes) {
    enum Kind {
        OBJECT,
        PUT,
        DELETE,
        END
    }

    /** A frame that was damaged after it had been written whole. */
    static final class Damaged extends IOException {
        private static final long serialVersionUID = 1;

        Damaged(String message) {
            super(message);
        }
    }

    /** In the order of their numbers on disk. */
    private static final List<Kind> KINDS = List.of(Kind.OBJECT, Kind.PUT, Kind.DELETE, Kind.END);

    private static final byte[] NOTHING = {};
    private static final int HEADER = 8;
    private static final int LIMIT = 1 << 30;

    static Frame of(Kind kind, Stored stored) {
        return new Frame(kind, stored.revision(), stored.resource(), stored.path(), stored.bytes());
    }

    static Frame end(long revision) {
        return new Frame(Kind.END, revision, "", "", NOTHING);
    }

    Stored stored() {
        return Stored.of(resource, path, revision, Trees.parseOwn(bytes), bytes);
    }

    int size() {
        return encode().length;
    }

    byte[] encode() {
        ByteArrayOutputStream body = new ByteArrayOutputStream(bytes.length + 128);
        ByteArrayOutputStream whole = new ByteArrayOutputStream(bytes.length + 128);
        try {
            DataOutputStream out = new DataOutputStream(body);
            out.writeByte(KINDS.indexOf(kind));
            out.writeLong(revision);
            out.writeUTF(resource);
            out.writeUTF(path);
            out.write(bytes);
            byte[] payload = body.toByteArray();
            DataOutputStream frame = new DataOutputStream(whole);
            frame.writeInt(payload.length);
            frame.writeInt(checksum(payload));
            frame.write(payload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return whole.toByteArray();
    }

    /**
     * Reads the next frame; null at the end, and at a torn one, which a crash leaves behind as a prefix.
     *
     * @throws Damaged when a whole frame does not have its checksum
     */
    static @Nullable Frame read(DataInputStream in) throws IOException {
        byte[] header = in.readNBytes(HEADER);
        if (header.length < HEADER) {
            return null;
        }
        java.nio.ByteBuffer numbers = java.nio.ByteBuffer.wrap(header);
        int length = numbers.getInt();
        int checksum = numbers.getInt();
        if (length <= 0 || length > LIMIT) {
            // A file system that lost power can leave zeros where the last record would be.
            if (length == 0 && checksum == 0 && onlyZeros(in)) {
                return null;
            }
            throw new Damaged("a record of " + length + " bytes");
        }
        byte[] payload = in.readNBytes(length);
        if (payload.length < length) {
            return null;
        }
        if (checksum(payload) != checksum) {
            throw new Damaged("a record with a wrong checksum");
        }
        return decode(payload);
    }

    private static Frame decode(byte[] payload) throws IOException {
        try (DataInputStream in = new DataInputStream(new java.io.ByteArrayInputStream(payload))) {
            Kind kind = KINDS.get(in.readByte());
            return new Frame(kind, in.readLong(), in.readUTF(), in.readUTF(), in.readAllBytes());
        } catch (EOFException | IndexOutOfBoundsException e) {
            throw new Damaged("a record of an unknown form");
        }
    }

    private static boolean onlyZeros(DataInputStream in) throws IOException {
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next != 0) {
                return false;
            }
        }
        return true;
    }

    private static int checksum(byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(payload);
        return (int) crc.getValue();
    }
}
