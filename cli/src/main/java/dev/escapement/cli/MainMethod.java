package dev.escapement.cli;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A main method, chosen and called as the {@code java} launcher does (JEP 512): static or not, with the arguments or
 * without; one that takes them is preferred.
 */
record MainMethod(Class<?> type, Method method) {
    static Optional<MainMethod> of(Class<?> type) {
        var method = find(type, String[].class);
        if (method == null) {
            method = find(type);
        }
        return Optional.ofNullable(method).map(found -> new MainMethod(type, found));
    }

    private static @Nullable Method find(Class<?> type, Class<?>... parameters) {
        for (Class<?> owner = type; owner != null; owner = owner.getSuperclass()) {
            for (var method : owner.getDeclaredMethods()) {
                if (method.getName().equals("main")
                        && Arrays.equals(method.getParameterTypes(), parameters)
                        && method.getReturnType() == void.class
                        && !Modifier.isPrivate(method.getModifiers())) {
                    return method;
                }
            }
        }
        return null;
    }

    /** The class that is launched; it may have inherited the method. */
    String name() {
        return type.getName();
    }

    /**
     * Calls it.
     *
     * @throws Throwable what it throws
     */
    void call(String... args) throws Throwable {
        try {
            method.setAccessible(true);
            var receiver = Modifier.isStatic(method.getModifiers()) ? null : receiver();
            if (method.getParameterCount() == 0) {
                method.invoke(receiver);
            } else {
                method.invoke(receiver, (Object) args);
            }
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private Object receiver() throws ReflectiveOperationException {
        Constructor<?> constructor;
        try {
            constructor = type.getDeclaredConstructor();
        } catch (NoSuchMethodException e) {
            throw new Failure(
                    1,
                    "class " + name() + " has a main method that is not static, but no constructor without parameters");
        }
        constructor.setAccessible(true);
        return constructor.newInstance();
    }
}
