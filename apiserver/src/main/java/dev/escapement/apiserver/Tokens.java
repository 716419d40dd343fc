package dev.escapement.apiserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** The bearer tokens of the administrator and of the plain user. */
record Tokens(String admin, String user) {
    /** Those that were set; for the rest those kept in the directory, made at the first time, or new ones without a directory. */
    static Tokens of(@Nullable String admin, @Nullable String user, @Nullable Path directory) throws IOException {
        if (admin != null && user != null) {
            return new Tokens(admin, user);
        }
        Tokens kept = directory == null ? create() : in(directory);
        return new Tokens(admin == null ? kept.admin : admin, user == null ? kept.user : user);
    }

    private static Tokens in(Path directory) throws IOException {
        Path file = directory.resolve("tokens");
        if (!Files.exists(file)) {
            Tokens tokens = create();
            PrivateFile.write(file, tokens.admin + "\n" + tokens.user + "\n");
            return tokens;
        }
        List<String> lines = Files.readAllLines(file);
        // A blank token would let everybody in.
        if (lines.size() != 2 || lines.stream().anyMatch(String::isBlank)) {
            throw new IOException("Cannot read the tokens in " + file + ". Remove the file to have new ones made.");
        }
        return new Tokens(lines.getFirst(), lines.getLast());
    }

    private static Tokens create() {
        return new Tokens(secret(), secret());
    }

    private static String secret() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
