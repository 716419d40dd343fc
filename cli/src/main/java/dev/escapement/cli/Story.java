package dev.escapement.cli;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.WatchEvent;
import org.jspecify.annotations.Nullable;

/**
 * Tells what each change means: who made it, and what it was. Changes have to come in the order in which they were made; then
 * the state that a change leads to gives away its author, since only the operator makes the parts what the website says.
 */
final class Story {
    private final Commentary commentary;
    private final Map<ObjectKey, Site> sites = new TreeMap<>();
    private final Map<ObjectKey, String> pages = new HashMap<>();
    private final Map<ObjectKey, Servers> servers = new HashMap<>();
    /** When parts that a website needs were deleted. */
    private final Map<String, Long> missing = new HashMap<>();
    /** What came back. */
    private final Set<String> restored = new HashSet<>();

    Story(Commentary commentary) {
        this.commentary = commentary;
    }

    /** The websites that there are. */
    Map<ObjectKey, Site> sites() {
        return sites;
    }

    /** Whether a website is Ready, with its own number of servers. */
    boolean isReady(ObjectKey key, int replicas) {
        var site = sites.get(key);
        var deployment = servers.get(key);
        return site != null
                && site.isReady()
                && site.replicas() == replicas
                && new Servers(replicas, replicas).equals(deployment);
    }

    /** Whether the ConfigMap of a website has a page. */
    boolean hasPage(ObjectKey key, String html) {
        return html.equals(pages.get(key));
    }

    /** Whether the ConfigMap of a website was deleted and is there again. */
    boolean isRestored(ObjectKey key) {
        return pages.containsKey(key) && restored.contains("ConfigMap " + name(key));
    }

    /** Whether nothing is left of a website. */
    boolean isGone(ObjectKey key) {
        return !sites.containsKey(key) && !pages.containsKey(key) && !servers.containsKey(key);
    }

    void website(long time, WatchEvent.Type type, ObjectKey key, JsonNode object) {
        var name = name(key);
        if (type == WatchEvent.Type.DELETED) {
            sites.remove(key);
            commentary.tell(time, Actor.YOU, "delete website " + name);
            return;
        }
        var site = Site.of(object);
        var before = sites.put(key, site);
        if (before == null) {
            commentary.tell(time, Actor.YOU, "create website " + name + ", " + Servers.count(site.replicas()));
            return;
        }
        if (site.replicas() != before.replicas()) {
            commentary.tell(
                    time,
                    Actor.YOU,
                    "scale website " + name + " from " + before.replicas() + " to " + Servers.count(site.replicas()));
        }
        if (!site.html().equals(before.html())) {
            commentary.tell(time, Actor.YOU, "change the page of website " + name + " to " + site.html());
        }
        if (!site.phase().equals(before.phase()) || site.ready() != before.ready()) {
            commentary.tell(
                    time,
                    Actor.OPERATOR,
                    "reports website %s %s, %d of %s ready"
                            .formatted(name, site.phase(), site.ready(), Servers.count(site.replicas())));
        }
    }

    void configMap(long time, WatchEvent.Type type, ObjectKey key, JsonNode object) {
        var what = "ConfigMap " + name(key);
        if (type == WatchEvent.Type.DELETED) {
            pages.remove(key);
            deleted(time, key, what);
            return;
        }
        var page = object.path("data").path("index.html").asText();
        var before = pages.put(key, page);
        var site = sites.get(key);
        if (before == null) {
            created(time, what, "");
        } else if (!page.equals(before)) {
            boolean follows = site != null && site.html().equals(page);
            commentary.tell(time, follows ? Actor.OPERATOR : Actor.SOMEBODY, changes(follows) + what + " to " + page);
        }
    }

    void deployment(long time, WatchEvent.Type type, ObjectKey key, JsonNode object) {
        var what = "Deployment " + name(key);
        if (type == WatchEvent.Type.DELETED) {
            servers.remove(key);
            deleted(time, key, what);
            return;
        }
        var now = Servers.of(object);
        var before = servers.put(key, now);
        var site = sites.get(key);
        if (before == null) {
            created(time, what, ", " + Servers.count(now.wanted()));
            return;
        }
        if (now.wanted() != before.wanted()) {
            boolean follows = site != null && site.replicas() == now.wanted();
            commentary.tell(
                    time,
                    follows ? Actor.OPERATOR : Actor.SOMEBODY,
                    changes(follows) + what + " to " + Servers.count(now.wanted()));
        }
        if (now.ready() != before.ready()) {
            commentary.tell(
                    time,
                    Actor.CLUSTER,
                    "has %d of %s of %s ready".formatted(now.ready(), Servers.count(now.wanted()), what));
        }
    }

    private static String changes(boolean follows) {
        return follows ? "sets " : "changes ";
    }

    private void created(long time, String what, String detail) {
        @Nullable Long since = missing.remove(what);
        var again = "";
        if (since != null) {
            restored.add(what);
            again = " again, after %d ms".formatted((time - since) / 1_000_000);
        }
        commentary.tell(time, Actor.OPERATOR, "creates " + what + detail + again);
    }

    private void deleted(long time, ObjectKey key, String what) {
        if (sites.containsKey(key)) {
            missing.put(what, time);
            commentary.tell(time, Actor.SOMEBODY, "deletes " + what);
        } else {
            commentary.tell(time, Actor.CLUSTER, "removes " + what + ", whose owner is gone");
        }
    }

    private static String name(ObjectKey key) {
        return key.namespace().equals("default") ? key.name() : key.toString();
    }
}
