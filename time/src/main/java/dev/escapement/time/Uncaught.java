package dev.escapement.time;

/** Where failures go that have no caller: this module logs nothing, and swallows nothing. */
final class Uncaught {
    private Uncaught() {}

    static void report(Throwable failure) {
        var thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    }
}
