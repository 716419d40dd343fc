package dev.escapement.cache;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

import dev.escapement.client.ObjectKey;
import dev.escapement.client.ResourceVersions;

/** The versions at which objects went, while a source may not have come that far. Only used with several sources. */
final class Deletions {
    private final List<Source> sources;
    private final ConcurrentHashMap<ObjectKey, String> versions = new ConcurrentHashMap<>();

    Deletions(List<Source> sources) {
        this.sources = sources;
    }

    /** An object went at a version. */
    void add(ObjectKey key, String version) {
        if (sources.size() > 1) {
            versions.put(key, version);
        }
    }

    /** Whether an object went after a version, so that whoever still reports that one is behind. */
    boolean isGoneSince(ObjectKey key, String version) {
        var gone = versions.get(key);
        return gone != null && ResourceVersions.compare(version, gone) < 0;
    }

    /** Forgets what all sources have passed; one without a first list will begin behind it. */
    void forget() {
        if (!versions.isEmpty()) {
            sources.stream()
                    .map(Source::reported)
                    .filter(reported -> !reported.isEmpty())
                    .min(ResourceVersions::compare)
                    .ifPresent(passed ->
                            versions.values().removeIf(version -> ResourceVersions.compare(version, passed) <= 0));
        }
    }

    void clear() {
        versions.clear();
    }

    int size() {
        return versions.size();
    }
}
