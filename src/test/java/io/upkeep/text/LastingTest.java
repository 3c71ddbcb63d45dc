package io.upkeep.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LastingTest {

    @ParameterizedTest
    @CsvSource({
        "PT-5S, 0 s",
        "PT0S, 0 s",
        "PT0.04S, 0 s",
        "PT0.46S, 0.4 s",
        "PT4S, 4 s",
        "PT9.99S, 9.9 s",
        "PT10.4S, 10 s",
        "PT59.999S, 59 s",
        "PT1M, 1 min",
        "PT3M4S, 3 min 4 s",
        "PT59M59S, 59 min 59 s",
        "PT2H, 2 h",
        "PT1H40M59S, 1 h 40 min",
        "P1D, 1 d",
        "P3DT4H59M, 3 d 4 h"
    })
    void is_said_in_its_two_largest_units(Duration length, String said) {
        assertThat(Lasting.of(length)).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource({
        "PT-5S, 0 s",
        "PT119.9S, 119 s",
        "PT2M, 2 min",
        "PT2M59S, 2 min",
        "PT119M59S, 119 min",
        "PT2H, 2 h",
        "P4DT4H30M, 100 h"
    })
    void is_said_about_in_one_unit_of_which_there_are_two(Duration length, String said) {
        assertThat(Lasting.about(length)).isEqualTo(said);
    }
}
