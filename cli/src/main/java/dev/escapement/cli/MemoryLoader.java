package dev.escapement.cli;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;

/** Defines the classes of one compilation; everything else comes from esc's own class path. */
final class MemoryLoader extends ClassLoader {
    private final Map<String, ByteArrayOutputStream> classes;

    MemoryLoader(Map<String, ByteArrayOutputStream> classes) {
        super("esc", MemoryLoader.class.getClassLoader());
        this.classes = classes;
    }

    /** The class files by the binary names of their classes. */
    Map<String, byte[]> bytes() {
        var bytes = new HashMap<String, byte[]>();
        classes.forEach((name, file) -> bytes.put(name, file.toByteArray()));
        return bytes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        var bytes = classes.get(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes.toByteArray(), 0, bytes.size());
    }
}
