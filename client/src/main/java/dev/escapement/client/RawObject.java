package dev.escapement.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An object as it is kept: its JSON without {@code metadata.managedFields}, and where in it the parts of its header are.
 *
 * <p>Compared by identity.
 */
public final class RawObject implements Header {
    private static final long UNKNOWN = -1;

    /** What {@link #compressor} made of it, if there is one. */
    private final byte[] kept;

    private final @Nullable Compressor compressor;
    private final ObjectKey key;
    private final long generation;
    /** The resourceVersion, if it is a number as real API servers give it; else {@link #UNKNOWN}. */
    private final long version;
    /** Offsets of values in the JSON; 0 for what is not there. */
    private final int uid;

    private final int resourceVersion;
    private final int labels;
    private final int annotations;
    private final int owners;
    private final int finalizers;
    private final boolean deleting;

    RawObject(byte[] json, Skimmer skimmer) {
        this.kept = json;
        this.compressor = null;
        this.key = skimmer.key();
        this.generation = skimmer.generation;
        this.deleting = skimmer.deleting;
        this.uid = skimmer.offset(Skimmer.UID);
        this.resourceVersion = skimmer.offset(Skimmer.RESOURCE_VERSION);
        this.labels = skimmer.offset(Skimmer.LABELS);
        this.annotations = skimmer.offset(Skimmer.ANNOTATIONS);
        this.owners = skimmer.offset(Skimmer.OWNER_REFERENCES);
        this.finalizers = skimmer.offset(Skimmer.FINALIZERS);
        this.version = ResourceVersions.parse(json, resourceVersion, UNKNOWN);
    }

    private RawObject(RawObject object, byte[] kept, Compressor compressor) {
        this.kept = kept;
        this.compressor = compressor;
        this.key = object.key;
        this.generation = object.generation;
        this.deleting = object.deleting;
        this.uid = object.uid;
        this.resourceVersion = object.resourceVersion;
        this.labels = object.labels;
        this.annotations = object.annotations;
        this.owners = object.owners;
        this.finalizers = object.finalizers;
        this.version = object.version;
    }

    /**
     * Skims a document that is one object.
     *
     * @throws MalformedJsonException if it is not
     */
    public static RawObject of(byte[] document) {
        return Skimmer.skim(document);
    }

    /** Its header: itself. */
    public Header header() {
        return this;
    }

    /** UTF-8; whoever gets it must not change it. If it {@linkplain Compressor is compressed}, it is expanded for each who asks. */
    public byte[] json() {
        return compressor == null ? kept : compressor.expand(kept);
    }

    /** How many bytes are kept of its JSON. */
    public int kept() {
        return kept.length;
    }

    boolean isCompressed() {
        return compressor != null;
    }

    RawObject compressed(byte[] json, Compressor by) {
        return new RawObject(this, json, by);
    }

    @Override
    public ObjectKey key() {
        return key;
    }

    @Override
    public String uid() {
        return string(uid);
    }

    @Override
    public String resourceVersion() {
        return version == UNKNOWN ? string(resourceVersion) : Long.toString(version);
    }

    @Override
    public long generation() {
        return generation;
    }

    @Override
    public boolean deleting() {
        return deleting;
    }

    @Override
    public Instant created() {
        return Skimmer.created(at(0));
    }

    @Override
    public Map<String, String> labels() {
        return labels == 0 ? Map.of() : Skimmer.strings(at(labels));
    }

    @Override
    public Map<String, String> annotations() {
        return annotations == 0 ? Map.of() : Skimmer.strings(at(annotations));
    }

    @Override
    public List<OwnerReference> owners() {
        return owners == 0 ? List.of() : Skimmer.owners(at(owners));
    }

    @Override
    public List<String> finalizers() {
        return finalizers == 0 ? List.of() : Skimmer.list(at(finalizers));
    }

    @Override
    public boolean isNewerThan(Header other) {
        var object = (RawObject) other;
        return version != UNKNOWN && object.version != UNKNOWN
                ? version > object.version
                : ResourceVersions.compare(resourceVersion(), object.resourceVersion()) > 0;
    }

    private String string(int offset) {
        return offset == 0 ? "" : at(offset).string();
    }

    private JsonCursor at(int offset) {
        var json = json();
        return new JsonCursor(json, offset, json.length);
    }

    @Override
    public String toString() {
        return key + " at " + resourceVersion();
    }
}
