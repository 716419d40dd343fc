package dev.escapement.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Runs main methods, each in a thread of its own. */
final class Launch {
    private final ClassLoader loader;
    private final PrintWriter err;

    Launch(ClassLoader loader, PrintWriter err) {
        this.loader = loader;
        this.err = err;
    }

    /** Returns when all have returned, with 0; or with 1 as soon as one has thrown, since half of them is not what was asked for. */
    int run(List<MainMethod> mains, String... args) throws InterruptedException {
        var failed = new CompletableFuture<Void>();
        var ends = mains.stream()
                .map(main -> start(main, args).whenComplete((_, failure) -> {
                    if (failure != null) {
                        failed.completeExceptionally(failure);
                    }
                }))
                .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.anyOf(CompletableFuture.allOf(ends), failed).get();
            return 0;
        } catch (ExecutionException e) {
            var failure = e.getCause() == null ? e : e.getCause();
            if (failure instanceof Failure told) {
                throw told;
            }
            failure.printStackTrace(err);
            err.flush();
            return 1;
        }
    }

    /** Starts one and returns at once; the answer is done when it has returned, or failed with what it threw. */
    CompletableFuture<Void> start(MainMethod main, String... args) {
        var end = new CompletableFuture<Void>();
        var thread = Thread.ofPlatform().daemon().name(main.name()).unstarted(() -> {
            try {
                main.call(args.clone());
                end.complete(null);
            } catch (Throwable failure) { // it is told by whoever waits
                end.completeExceptionally(failure);
            }
        });
        thread.setContextClassLoader(loader);
        thread.start();
        return end;
    }
}
