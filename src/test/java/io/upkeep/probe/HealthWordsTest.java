package io.upkeep.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HealthWordsTest {

    @Test
    void says_how_much_was_looked_at_and_each_problem() {
        assertThat(HealthWords.of(Map.of("OK", 12, "targets", 5, "problems", List.of())))
                .isEqualTo("12 checks of 5 targets: all OK");
        assertThat(HealthWords.of(Map.of(
                        "OK",
                        12,
                        "CRITICAL",
                        1,
                        "targets",
                        1,
                        "problems",
                        List.of("api-1 disk:/ is CRITICAL: full\u001b[31m\nand more"))))
                .contains("13 checks of 1 target: ", "12 OK", "1 CRITICAL")
                .endsWith("\n  api-1 disk:/ is CRITICAL: full [31m and more");
    }

    @Test
    void many_problems_are_told_by_their_number() {
        List<String> problems =
                IntStream.range(0, 25).mapToObj(n -> "problem " + n).toList();
        assertThat(HealthWords.of(Map.of("CRITICAL", 25, "targets", 25, "problems", problems))
                        .lines())
                .hasSize(22)
                .last()
                .isEqualTo("  and 5 more; see upkeep targets");
    }
}
