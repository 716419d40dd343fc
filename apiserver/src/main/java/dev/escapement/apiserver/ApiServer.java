package dev.escapement.apiserver;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes API server in this JVM: the storage, discovery, watches, server-side apply, custom resources, garbage collection and
 * namespaces of the real one, on loopback only. Thread-safe.
 *
 * {@snippet :
 * try (var server = ApiServer.builder().start()) {
 *     server.writeKubeconfig(Path.of("kubeconfig"));
 * }
 * }
 */
public final class ApiServer implements AutoCloseable {
    private final Store store;
    private final Background background;
    private final Watches watches;
    private final Core core;
    private final Tokens tokens;
    private final List<Authentication.User> users;
    private final @Nullable HttpFront http;
    private final Supplier<Certificate> certificate;

    /** What a builder has gathered. */
    record Config(
            int port,
            @Nullable Path data,
            boolean fsync,
            @Nullable String token,
            @Nullable String userToken,
            List<Authentication.User> users,
            InstantSource clock,
            RandomGenerator random,
            int ringSize,
            @Nullable Duration rolloutDelay,
            Duration bookmarkInterval,
            Background background) {}

    ApiServer(Config config, boolean listen) throws IOException {
        background = config.background();
        InstantSource clock = config.clock();
        Path data = config.data();
        Journal journal = data == null ? Journal.NONE : new DiskJournal(data, config.fsync());
        try {
            store = new Store(config.ringSize(), journal);
            Registry registry = new Registry();
            Deletes deletes = new Deletes(store, clock);
            Upkeep upkeep = new Upkeep(store, registry, deletes);
            Uids uids = new Uids(config.random());
            Namespaces namespaces = new Namespaces(store, upkeep, background, clock, uids::next);
            Rbac rbac = new Rbac(store);
            Escalation escalation = new Escalation(rbac);
            Creates creates = new Creates(store, namespaces, escalation, clock, config.random(), uids);
            Writes writes = new Writes(store, escalation, clock, creates);
            watches = new Watches(store, clock, background, config.random(), config.bookmarkInterval());
            tokens = Tokens.of(config.token(), config.userToken(), data);
            users = users(config.users());
            ServiceAccounts accounts = new ServiceAccounts(store, clock, uids, tokens.admin());
            Authentication authentication = new Authentication(users, accounts);
            Reads reads = new Reads(store, clock);
            core = new Core(
                    registry,
                    reads,
                    writes,
                    deletes,
                    watches,
                    new Discovery(registry),
                    new Reviews(authentication, rbac, clock),
                    new TokenRequests(reads, accounts, clock),
                    clock);
            rbac.start();
            new CustomResources(store, registry, upkeep, background).start();
            new GarbageCollector(store, upkeep, background).start();
            namespaces.start();
            new DefaultRoles(store, clock).create();
            new RoleAggregation(store, upkeep, background).start(data != null);
            if (config.rolloutDelay() != null) {
                new Rollouts(store, upkeep, background, clock, config.rolloutDelay()).start();
            }
            certificate = certificate(data, listen);
            Access access = new Access(authentication, new Impersonation(rbac), rbac);
            http = listen ? new HttpFront(config.port(), certificate.get(), access, core::handle) : null;
        } catch (IOException | RuntimeException e) {
            journal.close();
            background.close();
            throw e;
        }
    }

    private List<Authentication.User> users(List<Authentication.User> others) {
        List<Authentication.User> all = new ArrayList<>();
        all.add(new Authentication.User(tokens.admin(), Caller.administrator()));
        all.add(Authentication.User.of("user", tokens.user(), List.of()));
        all.addAll(others);
        return List.copyOf(all);
    }

    /** Without a port nobody may ever ask for it, and to make one takes longer than to start a server. */
    private static Supplier<Certificate> certificate(@Nullable Path data, boolean listen) throws IOException {
        if (data == null && !listen) {
            return Certificate::create;
        }
        Certificate made = data == null ? Certificate.create() : Certificate.in(data);
        return () -> made;
    }

    /** A server's settings, all with defaults. */
    public static ApiServerBuilder builder() {
        return new ApiServerBuilder();
    }

    /** Answers a request without a socket and without asking for a token. */
    public Response handle(Request request) {
        return core.handle(request);
    }

    /** Where the server listens, such as {@code https://127.0.0.1:40123}. */
    public URI uri() {
        return URI.create("https://127.0.0.1:" + port());
    }

    /**
     * The port on which the server listens.
     *
     * @throws IllegalStateException if it was started without one
     */
    public int port() {
        if (http == null) {
            throw new IllegalStateException("This API server was started without a port: use handle(request)");
        }
        return http.port();
    }

    /** The administrator's token. */
    public String token() {
        return tokens.admin();
    }

    /** The token of the user called "user", who has no rights until a role is bound. */
    public String userToken() {
        return tokens.user();
    }

    /** The certificate of the authority that has signed the server's, in PEM form. */
    public String certificate() {
        return certificate.get().pem();
    }

    /** The revision of the latest write: the resourceVersion of a list made now. */
    public long revision() {
        return store.revision();
    }

    /** How many watches are open. */
    public int watches() {
        return watches.count();
    }

    /** Forgets past changes, as a compaction of etcd does: watches that are behind and old list pages get 410. */
    public void compact() {
        store.compact();
    }

    /** Writes a kubeconfig of the administrator. */
    public void writeKubeconfig(Path file) throws IOException {
        new Kubeconfig(uri(), certificate.get(), "admin", tokens.admin()).write(file);
    }

    /** Writes a kubeconfig of the user called "user", who may do nothing but discovery until a role is bound. */
    public void writeUserKubeconfig(Path file) throws IOException {
        writeKubeconfig(file, "user");
    }

    /**
     * Writes a kubeconfig of one of the server's users.
     *
     * @throws IllegalArgumentException if {@link ApiServerBuilder#user} was not told of that name
     */
    public void writeKubeconfig(Path file, String user) throws IOException {
        String token = users.stream()
                .filter(each -> each.caller().name().equals(user))
                .map(Authentication.User::token)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no user \"" + user + "\": name them when the server is built"));
        new Kubeconfig(uri(), certificate.get(), user, token).write(file);
    }

    /** Ends all watches and stops listening. */
    @Override
    public void close() throws IOException {
        background.close();
        watches.close();
        if (http != null) {
            http.close();
        }
        store.close();
    }
}
