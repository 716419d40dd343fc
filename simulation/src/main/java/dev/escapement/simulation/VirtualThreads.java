package dev.escapement.simulation;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;

/**
 * Virtual threads on a scheduler of ours, which the JDK can make but does not offer: the builder that takes a scheduler is there
 * for the JDK's own tests. A thread that such a thread starts has the same scheduler (JDK 25, {@code VirtualThread}'s
 * constructor), so whoever starts the first one has them all.
 */
final class VirtualThreads {
    private static final String BUILDER = "java.lang.ThreadBuilders$VirtualThreadBuilder";
    private static final String OPTION = "--add-opens=java.base/java.lang=ALL-UNNAMED";

    private final MethodHandle builder;
    private final MethodHandle carrier;

    private VirtualThreads(MethodHandle builder, MethodHandle carrier) {
        this.builder = builder;
        this.carrier = carrier;
    }

    /**
     * The way to the JDK's builder.
     *
     * @throws IllegalStateException if this JVM has not opened it, or does not have it
     */
    static VirtualThreads open() {
        return open(VirtualThreads.class.getModule(), BUILDER);
    }

    static VirtualThreads open(Module asking, String type) {
        var here = "this is Java " + Runtime.version();
        if (!Object.class.getModule().isOpen("java.lang", asking)) {
            throw new IllegalStateException(
                    "a simulation brings its own scheduler for virtual threads: start the JVM with " + OPTION
                            + " (Surefire: <argLine>; Gradle: jvmArgs; " + here + ")");
        }
        try {
            var lookup = MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
            var maker = Class.forName(type).getDeclaredConstructor(Executor.class);
            maker.setAccessible(true);
            return new VirtualThreads(
                    lookup.unreflectConstructor(maker)
                            .asType(MethodType.methodType(Thread.Builder.OfVirtual.class, Executor.class)),
                    lookup.findStatic(Thread.class, "currentCarrierThread", MethodType.methodType(Thread.class)));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "this JDK has no builder of virtual threads that takes a scheduler where JDK 25 has it (" + here
                            + "): run simulations on JDK 25, or on a later Escapement that knows this one",
                    e);
        }
    }

    /** Builds virtual threads that run on an executor. */
    Thread.Builder.OfVirtual on(Executor scheduler) {
        try {
            return (Thread.Builder.OfVirtual) builder.invokeExact(scheduler);
        } catch (Throwable e) {
            throw new IllegalStateException("the JDK's builder of virtual threads fails", e);
        }
    }

    /** The platform thread that this code runs on, whether a virtual thread is mounted or not. */
    Thread carrier() {
        try {
            return (Thread) carrier.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException("the JDK does not tell the carrier of a virtual thread", e);
        }
    }
}
