package dev.escapement.apiserver;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/** The settings of an {@link ApiServer}. */
public final class ApiServerBuilder {
    private int port;
    private @Nullable Path data;
    private boolean fsync;
    private @Nullable String token;
    private @Nullable String userToken;
    private final List<Authentication.User> users = new ArrayList<>();
    private InstantSource clock = InstantSource.system();
    private RandomGenerator random = new SecureRandom();
    private int ringSize = 8192;
    private @Nullable Duration rolloutDelay;
    private Duration bookmarkInterval = Duration.ofMinutes(1);
    private @Nullable Background background;

    ApiServerBuilder() {}

    private static String usable(String token) {
        if (token.isBlank()) {
            throw new IllegalArgumentException("A token must not be blank: it would let everybody in");
        }
        return token;
    }

    /** The port to listen on; 0, the default, takes a free one. */
    public ApiServerBuilder port(int port) {
        this.port = port;
        return this;
    }

    /** A directory in which all objects, the tokens and the certificate survive a restart. Without one they live in memory. */
    public ApiServerBuilder data(Path directory) {
        this.data = directory;
        return this;
    }

    /** Whether each write waits for the disk, so that it survives the machine and not only the process. Off by default. */
    public ApiServerBuilder fsync(boolean fsync) {
        this.fsync = fsync;
        return this;
    }

    /** The administrator's bearer token; by default a random one, which the data directory keeps. */
    public ApiServerBuilder token(String token) {
        this.token = usable(token);
        return this;
    }

    /** The bearer token of the user called "user", who has no rights of their own; by default a random one, which the data directory keeps. */
    public ApiServerBuilder userToken(String token) {
        this.userToken = usable(token);
        return this;
    }

    /**
     * One more user, who has the rights that roles give to the name or to one of the groups; all users are also in {@code
     * system:authenticated}. Those in {@code system:masters} may do everything.
     *
     * @throws IllegalArgumentException if the name or the token is blank, or the name is taken
     */
    public ApiServerBuilder user(String name, String token, String... groups) {
        boolean taken = List.of("", "admin", "user").contains(name.strip())
                || users.stream().anyMatch(user -> user.caller().name().equals(name));
        if (taken) {
            throw new IllegalArgumentException("A user needs a name of their own, but this one is \"" + name + "\"");
        }
        users.add(Authentication.User.of(name, usable(token), List.of(groups)));
        return this;
    }

    /** Where timestamps come from. */
    public ApiServerBuilder clock(InstantSource clock) {
        this.clock = clock;
        return this;
    }

    /** Where uids, generated names and the length of watches come from; seed it for runs that can be repeated. */
    public ApiServerBuilder random(RandomGenerator random) {
        this.random = random;
        return this;
    }

    /** How many changes of each resource are kept for watches that are behind. */
    public ApiServerBuilder ringSize(int changes) {
        if (changes < 1) {
            throw new IllegalArgumentException("ringSize must be at least 1, but is " + changes);
        }
        this.ringSize = changes;
        return this;
    }

    /** Whether Deployments are reported as rolled out shortly after each change, although no pods run. */
    public ApiServerBuilder rollouts(boolean rollouts) {
        return rollouts(rollouts ? Duration.ofMillis(100) : null);
    }

    /** After which delay Deployments are reported as rolled out; null for never. */
    public ApiServerBuilder rollouts(@Nullable Duration delay) {
        this.rolloutDelay = delay;
        return this;
    }

    /** How often a watch that asked for bookmarks gets one; a minute by default. */
    public ApiServerBuilder bookmarkInterval(Duration interval) {
        this.bookmarkInterval = interval;
        return this;
    }

    /** Where the server does its background work; a thread of its own by default. The server closes it. */
    public ApiServerBuilder background(Background background) {
        this.background = background;
        return this;
    }

    /**
     * Starts the server on its port.
     *
     * @throws IOException if it cannot listen on the port or use the data directory
     */
    public ApiServer start() throws IOException {
        return new ApiServer(config(), true);
    }

    /** Starts the server without a port, for {@link ApiServer#handle} only. */
    public ApiServer startInProcess() throws IOException {
        return new ApiServer(config(), false);
    }

    private ApiServer.Config config() {
        return new ApiServer.Config(
                port,
                data,
                fsync,
                token,
                userToken,
                List.copyOf(users),
                clock,
                random,
                ringSize,
                rolloutDelay,
                bookmarkInterval,
                background == null ? Background.thread() : background);
    }
}
