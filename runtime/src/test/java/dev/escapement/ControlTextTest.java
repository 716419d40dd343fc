package dev.escapement;

import java.util.Map;
import java.util.Set;

import dev.escapement.ControlState.Bounds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ControlTextTest {
    private static ControlText parse(String key, String value) {
        return ControlText.parse(Map.of(key, value), Set.of("websites", "gadgets"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"websites, gadgets", "websites gadgets", " gadgets\nwebsites,"})
    void listsHaveCommasOrSpaces(String list) {
        assertThat(parse("paused", list).state().paused()).containsExactlyInAnyOrder("websites", "gadgets");
        assertThat(parse("verbose", list).state().verbose()).containsExactlyInAnyOrder("websites", "gadgets");
    }

    @Test
    void aStarMeansAll() {
        assertThat(parse("paused", "*").state().allPaused()).isTrue();
        assertThat(parse("paused", "true").state().allPaused()).isTrue();
        assertThat(parse("paused", "false").state()).isEqualTo(ControlState.NONE);
        assertThat(parse("paused", "").state()).isEqualTo(ControlState.NONE);
        assertThat(parse("verbose", "*").state().verbose()).containsExactlyInAnyOrder("websites", "gadgets");
    }

    @ParameterizedTest
    @CsvSource({"8, 8, 8", "4-32, 4, 32", "' 4 - 32 ', 4, 32"})
    void workersAreANumberOrARange(String value, int least, int most) {
        assertThat(parse("workers.websites", value).state().workers())
                .isEqualTo(Map.of("websites", new Bounds(least, most)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"many", "0", "-1", "8-4", "", "99999999999", "1-2-3"})
    void aBrokenNumberIsSaidInWordsAndTheRestApplies(String value) {
        var text = ControlText.parse(
                Map.of("workers.websites", value, "workers.gadgets", "2", "paused", "gadgets"),
                Set.of("websites", "gadgets"));

        assertThat(text.troubles())
                .containsExactly("workers.websites is \"" + value + "\", but must be a number of at least 1, such as"
                        + " \"8\", or a range, such as \"4-32\"");
        assertThat(text.state().workers()).isEqualTo(Map.of("gadgets", new Bounds(2, 2)));
        assertThat(text.state().paused()).containsExactly("gadgets");
    }

    @Test
    void whatIsNotKnownIsSaidInWords() {
        assertThat(parse("paused", "website, gadgets").troubles())
                .containsExactly("paused names \"website\", but the controllers are \"gadgets\", \"websites\"");
        assertThat(parse("workers.website", "3").troubles()).hasSize(1);
        assertThat(parse("pause", "*").troubles())
                .containsExactly("\"pause\" is no control: there are paused, verbose and workers.CONTROLLER");
    }
}
