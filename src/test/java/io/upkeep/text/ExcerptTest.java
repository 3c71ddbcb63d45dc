package io.upkeep.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {

    private static final String SMILE = "\uD83D\uDE00";

    @Test
    void a_short_text_is_shown_whole() {
        assertThat(Excerpt.beginning("twelve chars", 12, "…")).isEqualTo("twelve chars");
        assertThat(Excerpt.ends("twelve chars", 12)).isEqualTo("twelve chars");
    }

    @Test
    void of_a_long_one_the_beginning_is_shown_with_where_the_rest_is() {
        assertThat(Excerpt.beginning("0123456789abcdef", 12, " … more")).isEqualTo("01234 … more");
    }

    @Test
    void or_its_beginning_and_its_end_with_how_much_is_between_them() {
        String text = "verdict" + "\n  figure = 41".repeat(100) + "\n  | the end";

        assertThat(Excerpt.ends(text, 100))
                .hasSizeLessThanOrEqualTo(100)
                .startsWith("verdict\n  figure = 41\n")
                .containsPattern("\n {2}… 13\\d\\d characters …\n")
                .endsWith("\n  | the end");
    }

    @Test
    void no_character_is_cut_in_two() {
        String text = "a" + SMILE.repeat(200);

        for (int most = 60; most < 64; most++) {
            for (String excerpt : new String[] {Excerpt.beginning(text, most, "…"), Excerpt.ends(text, most)}) {
                assertThat(excerpt.length()).isLessThanOrEqualTo(most);
                assertThat(excerpt.codePoints().filter(c -> Character.getType(c) == Character.SURROGATE))
                        .as(excerpt)
                        .isEmpty();
            }
        }
    }
}
