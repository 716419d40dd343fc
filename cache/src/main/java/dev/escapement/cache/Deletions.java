package dev.escapement.cache;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

import dev.escapement.client.ObjectKey;
import dev.escapement.client.ResourceVersions;

/** The versions at which objects went, while another source that may report them may not have come that far. */
final class Deletions {
    private final List<Source> sources;
    private final ConcurrentHashMap<ObjectKey, String> versions = new ConcurrentHashMap<>();

    Deletions(List<Source> sources) {
        this.sources = sources;
    }

    /** A source reports that an object went at a version. */
    void add(Source source, ObjectKey key, String version) {
        for (var other : sources) {
            if (other != source && other.reaches(key)) {
                versions.put(key, version);
                return;
            }
        }
    }

    /** Whether an object went after a version, so that whoever still reports that one is behind. */
    boolean isGoneSince(ObjectKey key, String version) {
        var gone = versions.get(key);
        return gone != null && ResourceVersions.compare(version, gone) < 0;
    }

    /** Forgets what all sources have passed that may report it; one without a first list will begin behind it. */
    void forget() {
        if (!versions.isEmpty()) {
            versions.entrySet()
                    .removeIf(gone -> sources.stream()
                            .filter(source -> source.reaches(gone.getKey()))
                            .map(Source::reported)
                            .allMatch(reported ->
                                    reported.isEmpty() || ResourceVersions.compare(gone.getValue(), reported) <= 0));
        }
    }

    void clear() {
        versions.clear();
    }

    int size() {
        return versions.size();
    }
}
