package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of wrong values. */
class InputTest {

    @ParameterizedTest
    @CsvSource({
        "to, NAME, , to=monday-1",
        "to, NAME, nightly, to=nightly",
        "version, NAME, , version=1.4.2",
        "release, NAME, 2.0, release=2.0",
        "wait, DURATION, 2h, wait=2h",
        "wait, DURATION, '', wait=30m",
        "date, DATE, , date=2026-12-06"
    })
    void the_example_is_the_default_or_fits_the_name(String name, Input.Type type, String byDefault, String example) {
        Input input = new Input(name, type, false, byDefault, List.of());

        assertThat(input.problemWith("../x"))
                .hasValueSatisfying(problem -> assertThat(problem).endsWith("; write for example " + example));
        assertThat(input.problemWith(example.substring(name.length() + 1))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-12-06",
                "2026-12-06T02:00",
                "2026-12-06T02:00:30",
                "2026-12-06T01:00Z",
                "2026-12-06T02:00+01:00"
            })
    void a_date_is_a_day_or_a_time_of_it(String value) {
        assertThat(date().problemWith(value)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"yesterday", "2026-02-30", "2026-12-06T", "2026-12-06T25:00", "6.12.2026", "2026-12-06 02:00", ""
            })
    void what_is_no_date_is_refused_before_anybody_approves_it(String value) {
        assertThat(date().problemWith(value))
                .contains("input 'date': '%s' is not a date; write for example date=2026-12-06".formatted(value));
    }

    @Test
    void a_version_is_one_that_there_is_when_it_is_asked_for() {
        Inputs declared = Inputs.parse("version:version!");
        Set<String> there = new HashSet<>(Set.of("1.0.0"));
        Inputs known = declared.among(
                List.of(),
                version -> there.contains(version)
                        ? Optional.empty()
                        : Optional.of("there is no version '%s'; there are %s".formatted(version, there)));

        assertThat(declared.complete("change", Map.of("version", "1.1.0"))).containsEntry("version", "1.1.0");
        assertThatThrownBy(() -> known.complete("change", Map.of("version", "1.1.0")))
                .isInstanceOf(InvalidRequest.class)
                .hasMessage("input 'version': there is no version '1.1.0'; there are [1.0.0]");
        assertThatThrownBy(() -> known.complete("change", Map.of("version", "../1")))
                .hasMessage("input 'version': '../1' is not a version of the configuration; write for example"
                        + " version=1.4.2");
        there.add("1.1.0");
        assertThat(known.complete("change", Map.of("version", "1.1.0"))).containsEntry("version", "1.1.0");
    }

    private static Input date() {
        return new Input("date", Input.Type.DATE, true, null, List.of());
    }
}
