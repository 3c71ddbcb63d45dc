package io.upkeep.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class HysteresisTest {

    private static final Instant START = Instant.parse("2026-11-28T12:00:00Z");
    private static final Thresholds THREE_AND_TWO = new Thresholds(3, 2);

    @ParameterizedTest
    @CsvSource({
        "O,       OK",
        "C C,     UNKNOWN",
        "C C C,   CRITICAL",
        "O C C,   OK",
        "O C C O C, OK",
        "O C C C, CRITICAL",
        "O C W C, CRITICAL",
        "O W W W, WARNING",
        "O W W W C C, WARNING",
        "O W W W C C C, CRITICAL",
        "O C C C O, CRITICAL",
        "O C C C O O, OK",
        "O C C C O C O, CRITICAL",
        "O C C C W W, WARNING",
        "O U U,   OK",
        "O U U U, UNKNOWN",
        "O U U U O, OK",
        "O C C C U U U U, CRITICAL",
        "O C C C O U O, CRITICAL"
    })
    void three_worse_results_open_and_two_better_ones_close(String results, ProbeState hard) {
        assertThat(after(results, THREE_AND_TWO).hard()).isEqualTo(hard);
    }

    @Test
    void a_state_began_with_the_first_of_the_results_that_made_it() {
        assertThat(after("O O C C C", THREE_AND_TWO).since()).isEqualTo(START.plusSeconds(120));
    }

    @Test
    void one_that_counts_at_once_changes_with_each_result() {
        assertThat(after("O C", Thresholds.AT_ONCE).hard()).isEqualTo(ProbeState.CRITICAL);
        assertThat(after("O C O", Thresholds.AT_ONCE).hard()).isEqualTo(ProbeState.OK);
    }

    @Test
    void what_changes_in_every_third_result_flaps_and_ends_when_it_is_calm() {
        String often = "O O C ".repeat(7).strip();
        assertThat(after(often, Thresholds.AT_ONCE).flapping()).isTrue();
        assertThat(after(often + " O".repeat(15), Thresholds.AT_ONCE).flapping())
                .isFalse();
        assertThat(after("O".repeat(1) + " O".repeat(10) + " C C C O O", Thresholds.AT_ONCE)
                        .flapping())
                .isFalse();
    }

    @Test
    void newer_changes_weigh_more() {
        int old = 1 << 19;
        assertThat(Flapping.percent(1)).isGreaterThan(Flapping.percent(old));
        assertThat(Flapping.percent((1 << 20) - 1)).isBetween(99.0, 101.0);
    }

    @Test
    void what_is_bad_is_not_told_in_a_window_nor_while_what_it_needs_is_down_and_what_is_good_is() {
        HardState bad = after("O C", Thresholds.AT_ONCE);
        HardState good = after("O C O", Thresholds.AT_ONCE);
        assertThat(Telling.held(ProbeState.OK, bad, null, List.of())).isNull();
        assertThat(Telling.held(ProbeState.OK, bad, "weekly", List.of()))
                .isEqualTo("maintenance: window weekly is open");
        assertThat(Telling.held(ProbeState.OK, bad, null, List.of("database")))
                .isEqualTo("database is down, which it depends on");
        assertThat(Telling.held(ProbeState.CRITICAL, good, "weekly", List.of("database")))
                .isNull();
    }

    private static HardState after(String results, Thresholds thresholds) {
        Instant at = START;
        HardState state = HardState.none(at);
        for (String result : results.split(" ", -1)) {
            ProbeState now =
                    switch (result) {
                        case "O" -> ProbeState.OK;
                        case "W" -> ProbeState.WARNING;
                        case "C" -> ProbeState.CRITICAL;
                        default -> ProbeState.UNKNOWN;
                    };
            state = Hysteresis.next(state, now, at, thresholds);
            at = at.plusSeconds(60);
        }
        return state;
    }
}
