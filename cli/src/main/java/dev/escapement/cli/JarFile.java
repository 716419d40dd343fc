package dev.escapement.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes jars of which the same content always gives the same bytes. */
final class JarFile {
    /** Zip counts from 1980 on, in local time; any moment does, if it is always the same. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private JarFile() {}

    /** A jar of what is in a folder. */
    static void ofFolder(Path folder, Path jar) throws IOException {
        var entries = new TreeMap<String, byte[]>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var name = folder.relativize(file)
                        .toString()
                        .replace(file.getFileSystem().getSeparator(), "/");
                entries.put(name, Files.readAllBytes(file));
            }
        }
        write(entries, jar);
    }

    /** A jar of entries by their names. */
    static void write(Map<String, byte[]> entries, Path jar) throws IOException {
        try (var out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (var entry : new TreeMap<>(entries).entrySet()) {
                var head = new ZipEntry(entry.getKey());
                head.setTimeLocal(TIME);
                out.putNextEntry(head);
                out.write(entry.getValue());
                out.closeEntry();
            }
        }
    }
}
