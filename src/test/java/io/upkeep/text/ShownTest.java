package io.upkeep.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTest {

    @Test
    void what_hides_or_turns_text_around_becomes_a_blank() {
        assertThat(Shown.of("a\u001b[31mb\r\nc\u202ed\u0000\u2028e\ud800f")).isEqualTo("a [31mb c d e f");
        assertThat(Shown.of(null)).isEmpty();
        assertThat(Shown.of(42)).isEqualTo("42");
    }

    @Test
    void a_line_is_bounded_and_no_character_is_cut_in_two() {
        assertThat(Shown.reason("x".repeat(5000))).hasSize(301).endsWith("x…");
        assertThat(Shown.line("x".repeat(300), 300)).hasSize(300).endsWith("x");
        assertThat(Shown.line("ab\ud83d\ude00cd", 3)).isEqualTo("ab…");
        assertThat(Shown.line(" ".repeat(100) + "x", 80)).isEqualTo("x");
    }

    @Test
    void what_a_program_printed_stays_as_a_terminal_leaves_it() {
        assertThat(Shown.printed("\u001b[1;32mok\u001b[0m   12  api\t!", 100)).isEqualTo("ok   12  api\t!");
        assertThat(Shown.printed("\u001b]0;title\u0007words", 100)).isEqualTo("words");
        assertThat(Shown.printed(" 10 %\r 50 %\r100 %\r", 100)).isEqualTo("100 %");
        assertThat(Shown.printed("a\u202eb\u0000c\u001bd", 100)).isEqualTo("a b c d");
        assertThat(Shown.printed("x".repeat(5000), 4000)).hasSize(4001).endsWith("x…");
        assertThat(Shown.printed("ab\ud83d\ude00cd", 3)).isEqualTo("ab…");
        assertThat(Shown.printed("", 3)).isEmpty();
    }

    @Test
    void tells_whether_something_would_not_be_seen() {
        assertThat(Shown.hidesSomething("two\n\tlines\r\n")).isFalse();
        assertThat(Shown.hidesSomething("a\u202eb")).isTrue();
        assertThat(Shown.hidesSomething("a\u0007b")).isTrue();
    }
}
