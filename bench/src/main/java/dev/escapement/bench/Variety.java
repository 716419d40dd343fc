package dev.escapement.bench;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What tells the objects of one kind apart, as in a cluster that has been used for a while: times, texts of differing length,
 * numbers, addresses, and here and there a member that others lack. The number of an object makes all of it.
 */
final class Variety {
    private static final long START = Instant.parse("2026-11-02T06:00:00Z").getEpochSecond();
    /** How many pods in a row belong to one ReplicaSet, as API servers list objects in the order of their names. */
    private static final int REPLICAS = 20;

    private static final String[] WORDS = """
            a the of to and in is it on for with as by an at from this that be not are was or but if
            order stock price item cart user mail page shop site data file disk node pod port time day hour note
            text that no operator reads although every cache keeps it for whoever might ask some day
            payment catalogue checkout inventory recommendation shipping gateway session frontend search index
            """.strip().split("\\s+");
    private static final String HASH = "bcdfghjklmnpqrstvwxz2456789"; // what Kubernetes makes names of

    private final Map<String, String> values = new HashMap<>();
    private final SplittableRandom random;

    private Variety(long seed) {
        this.random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L);
    }

    /** The values of a widget's blanks. */
    static Map<String, String> ofWidget(int number) {
        var variety = new Variety(number);
        variety.widget(number);
        return variety.values;
    }

    /** The values of a pod's blanks. */
    static Map<String, String> ofPod(int number) {
        var pod = new Variety(number);
        pod.replicaSet(new Variety(-1 - number / REPLICAS));
        pod.pod(number);
        return pod.values;
    }

    private void put(String blank, Object value) {
        values.put(blank, value.toString());
    }

    private void widget(int number) {
        long created = START + random.nextInt(1_500_000);
        long updated = created + (random.nextBoolean() ? 0 : random.nextInt(200_000));
        boolean grouped = random.nextInt(8) == 0;
        boolean ready = random.nextInt(16) > 0;
        put("number", number);
        put("name", "w-%05d".formatted(number));
        put("namespace", "bench-" + number % 10);
        put("uid", uid());
        put("team", "team-" + random.nextInt(40));
        put("shard", random.nextInt(16));
        put("partOf", grouped ? "\"app.kubernetes.io/part-of\":\"%s\",".formatted(word()) : "");
        put("partOfField", grouped ? "\"f:app.kubernetes.io/part-of\":{}," : "");
        put("generation", 1 + (updated == created ? 0 : random.nextInt(20)));
        put("manager", random.nextInt(10) == 0 ? "kubectl-edit" : "harness");
        put("created", time(created));
        put("updated", time(updated));
        put("reported", time(updated + random.nextInt(3)));
        put("payload", prose(800 + random.nextInt(500), random.nextInt(4) == 0 ? "\\n" : " "));
        put("sentAt", updated * 1_000_000_000 + random.nextInt(1_000_000_000));
        put("size", random.nextInt(20_000));
        put("phase", ready ? "Ready" : "Pending");
    }

    private void replicaSet(Variety owner) {
        var app = owner.word() + "-" + owner.word();
        boolean part = owner.random.nextInt(4) == 0;
        int memory = 32 << owner.random.nextInt(5);
        put("app", app);
        put("hash", owner.letters(10));
        put("owner", owner.uid());
        put("namespace", "bench-" + owner.random.nextInt(10));
        put("tier", owner.random.nextBoolean() ? "front" : "backend");
        put("part", part ? ",\"version\":\"v%d\"".formatted(owner.random.nextInt(30)) : "");
        put("partField", part ? ",\"f:version\":{}" : "");
        put("tag", "1.%d.%d".formatted(owner.random.nextInt(40), owner.random.nextInt(12)));
        put("image", owner.hex(64));
        put("mode", owner.random.nextBoolean() ? "production" : "staging");
        put("memory", memory);
        put("limit", 2 * memory);
        put("cpu", 10 * (1 + owner.random.nextInt(100)));
    }

    private void pod(int number) {
        long created = START + random.nextInt(1_500_000);
        boolean ready = random.nextInt(20) > 0;
        int restarts = Math.max(0, random.nextInt(12) - 9);
        int node = random.nextInt(200);
        put("name", "%s-%s-%05d".formatted(values.get("app"), values.get("hash"), number));
        put("uid", uid());
        put("node", "node-%d.zone-%c.example".formatted(node, 'a' + node % 3));
        put("hostIp", "10.0.%d.%d".formatted(node / 100, node % 100 + 5));
        put("ip", "10.%d.%d.%d".formatted(200 + node / 100, node % 100, random.nextInt(2, 255)));
        put("created", time(created));
        put("sandbox", time(created + 1));
        put("started", time(created + 2 + random.nextInt(3)));
        put("ready", time(created + 5 + random.nextInt(20)));
        put("container", hex(64));
        put("restarts", restarts);
        put("isReady", ready);
        put("conditionReady", ready ? "True" : "False");
        put("unready", ready ? "" : ",\"reason\":\"ContainersNotReady\",\"message\":\"containers are not ready\"");
        put("terminated", restarts == 0 ? "" : """
                "terminated":{"exitCode":%d,"reason":"Error","finishedAt":"%s","containerID":"containerd://%s"}""".formatted(random.nextInt(1, 140), time(created + 2), hex(64)));
    }

    private static String time(long second) {
        return Instant.ofEpochSecond(second).toString();
    }

    private String word() {
        return WORDS[random.nextInt(WORDS.length)];
    }

    /** Sentences of such a length. */
    private String prose(int length, String between) {
        var text = new StringBuilder();
        while (text.length() < length) {
            for (int words = 4 + random.nextInt(12); words > 0; words--) {
                text.append(word()).append(words == 1 ? "." : " ");
            }
            text.append(between);
        }
        text.setLength(text.charAt(length - 1) == '\\' ? length - 1 : length); // no half of an escape
        return text.toString();
    }

    private String uid() {
        return "%s-%s-4%s-a%s-%s".formatted(hex(8), hex(4), hex(3), hex(3), hex(12));
    }

    private String hex(int length) {
        return random("0123456789abcdef", length);
    }

    private String letters(int length) {
        return random(HASH, length);
    }

    private String random(String alphabet, int length) {
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
