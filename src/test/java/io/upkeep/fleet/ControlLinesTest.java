package io.upkeep.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlLinesTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void lines_for_the_controller_are_taken_out_and_all_else_passes_unchanged(int pieces) throws IOException {
        String printed = "@upkeep started 1111-22\nfirst\n@up\n\n @upkeep no\nmail@upkeep no\n@upkeep stale 4\nlast @";
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        ControlLines lines = new ControlLines(text);

        byte[] bytes = printed.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += pieces) {
            lines.write(bytes, at, Math.min(pieces, bytes.length - at));
        }
        lines.end();

        assertThat(text).hasToString("first\n@up\n\n @upkeep no\nmail@upkeep no\nlast @");
        assertThat(lines.began()).contains("1111-22");
        assertThat(lines.last()).contains(new ControlLines.Word("stale", "4"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"@upkeep without an end", "@up", "@"})
    void what_only_looks_like_one_is_text(String printed) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        ControlLines lines = new ControlLines(text);

        lines.write(printed.getBytes(StandardCharsets.UTF_8));
        lines.end();

        assertThat(text).hasToString(printed);
    }
}
