package dev.escapement.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.escapement.cli.Esc.esc;
import static org.assertj.core.api.Assertions.assertThat;

/** What {@code esc new} writes; that Maven builds it and its tests pass is seen by samples/newcomer. */
class NewTest {
    @TempDir
    private Path folder;

    @Test
    void aProjectIsMadeThatCompiles() throws IOException {
        var target = folder.resolve("shop");

        var made = esc("new", "shop-operator", "--group", "org.example_shops.eu", "--dir", target);

        assertThat(made.err()).isEmpty();
        assertThat(made.status()).isZero();
        assertThat(made.out()).contains("an operator of Shop objects", "./mvnw verify");
        var main = target.resolve("src/main/java/org/example_shops/eu/shopoperator");
        assertThat(main.resolve("Shop.java")).content().contains("@Group(\"eu.example-shops.org\")");
        assertThat(target.resolve("mvnw")).isExecutable();
        assertThat(target.resolve(".mvn/find-jdk")).exists();
        assertThat(target.resolve("pom.xml"))
                .content()
                .contains("<groupId>org.example_shops.eu</groupId>", "<artifactId>shop-operator</artifactId>")
                .doesNotContain("${v.");
        var compiled = Compilation.compile(
                List.of(main.resolve("Shop.java"), main.resolve("ShopOperator.java")),
                new PrintWriter(new StringWriter()));
        assertThat(compiled.mains()).hasSize(1);
        assertThat(compiled.customResources()).hasSize(1);
        try (var files = Files.walk(target)) {
            assertThat(files.filter(Files::isRegularFile))
                    .hasSize(11)
                    .allSatisfy(file -> assertThat(file)
                            .content()
                            .doesNotContain("${kind}", "${package}", "${name}", "${apigroup}", "${folder}"));
        }
    }

    @Test
    void aFolderThatIsThereIsLeftAlone() throws IOException {
        var target = Files.createDirectory(folder.resolve("shop"));

        var refused = esc("new", "shop", "--dir", target);

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err())
                .isEqualTo("esc new: " + target + " exists already: name another folder with --dir, or remove it\n");
        assertThat(target).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({
        "Shop, '\"Shop\" can be no name of an operator'",
        "shop-, '\"shop-\" can be no name of an operator'",
        "../shop, '\"../shop\" can be no name of an operator'",
        "class, '\"class\" is a word of the Java language'",
        "shop --kind shop, '\"shop\" can be no kind'",
        "shop --kind Operator, 'a kind Operator would be mistaken'",
        "shop --group Org, '\"Org\" can be no group'",
        "shop --group org.new, '\"org.new\" can be no group'",
    })
    void namesThatCannotBeAreExplained(String words, String explained) {
        var refused = esc((Object[]) ("new " + words + " --dir " + folder.resolve("x")).split(" "));

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).startsWith("esc new: " + explained);
        assertThat(folder.resolve("x")).doesNotExist();
    }
}
