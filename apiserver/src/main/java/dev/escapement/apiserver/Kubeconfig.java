package dev.escapement.apiserver;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.EnumSet;

/** A kubeconfig file for one user of a server. */
record Kubeconfig(URI server, Certificate certificate, String user, String token) {
    /** Writes the file, which holds a secret, for its owner only. */
    void write(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        String authority = Base64.getEncoder().encodeToString(certificate.pem().getBytes(StandardCharsets.US_ASCII));
        String text = """
            apiVersion: v1
            kind: Config
            clusters:
            - name: escapement
              cluster:
                server: %s
                certificate-authority-data: %s
            users:
            - name: %s
              user:
                token: "%s"
            contexts:
            - name: escapement
              context:
                cluster: escapement
                user: %s
                namespace: default
            current-context: escapement
            """.formatted(server, authority, user, token, user);
        Files.writeString(
                file,
                "",
                EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE).toArray(StandardOpenOption[]::new));
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        Files.writeString(file, text);
    }
}
