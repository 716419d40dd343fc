package dev.escapement.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/**
 * A project that builds and passes its tests at once.
 *
 * @param name of the project and its operator
 * @param group Maven's group, and the package
 * @param kind the kind of its objects
 */
record ProjectTemplate(String name, String group, String kind) {
    private static final String FOLDER = "new/";

    /** Writes all files; the folder must not be there. */
    void write(Path folder) throws IOException {
        var values = values();
        var packageFolder = Objects.requireNonNull(values.get("package")).replace('.', '/') + "/";
        var main = "src/main/java/" + packageFolder + kind;
        var test = "src/test/java/" + packageFolder + kind;
        Map.of(
                        "pom.xml", "pom.xml",
                        "README.md", "README.md",
                        "gitignore", ".gitignore",
                        "example.yaml", "example.yaml",
                        "Kind.template", main + ".java",
                        "Operator.template", main + "Operator.java",
                        "ServerTest.template", test + "OperatorTest.java",
                        "SandboxTest.template", test + "SandboxTest.java",
                        "simplelogger.properties", "src/main/resources/simplelogger.properties")
                .forEach((from, to) -> file(folder.resolve(to), Template.fill(FOLDER + from, values)));
        file(folder.resolve(".mvn/find-jdk"), text(".mvn/find-jdk"));
        file(folder.resolve("mvnw"), text("mvnw"));
        Files.setPosixFilePermissions(folder.resolve("mvnw"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** The version of Escapement that it is made with. */
    static String escapement() {
        return String.valueOf(versions().getProperty("escapement"));
    }

    private static Properties versions() {
        var versions = new Properties();
        try {
            versions.load(new ByteArrayInputStream(Template.bytes(FOLDER + "versions.properties")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return versions;
    }

    private Map<String, String> values() {
        var values = new HashMap<String, String>();
        versions().forEach((what, version) -> values.put("v." + what, String.valueOf(version)));
        values.put("name", name);
        values.put("group", group);
        values.put("kind", kind);
        values.put("package", group + "." + name.replaceAll("[-.]", ""));
        values.put("folder", Objects.requireNonNull(values.get("package")).replace('.', '/'));
        values.put("apigroup", apiGroup());
        return values;
    }

    /** {@code com.example} is {@code example.com} the other way round, as domains are. */
    private String apiGroup() {
        var words = group.split("\\.", -1);
        var domain = new StringBuilder();
        for (int i = words.length - 1; i >= 0; i--) {
            domain.append(words[i].replace('_', '-')).append(i > 0 ? "." : "");
        }
        return words.length == 1 ? domain + ".dev" : domain.toString();
    }

    private static String text(String resource) {
        return new String(Template.bytes(FOLDER + resource), StandardCharsets.UTF_8);
    }

    private static void file(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
