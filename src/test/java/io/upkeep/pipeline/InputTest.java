package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of wrong values. */
class InputTest {

    @ParameterizedTest
    @CsvSource({
        "to, NAME, , to=monday-1",
        "to, NAME, nightly, to=nightly",
        "version, NAME, , version=1.4.2",
        "release, NAME, 2.0, release=2.0",
        "wait, DURATION, 2h, wait=2h",
        "wait, DURATION, '', wait=30m"
    })
    void the_example_is_the_default_or_fits_the_name(String name, Input.Type type, String byDefault, String example) {
        Input input = new Input(name, type, false, byDefault, List.of());

        assertThat(input.problemWith("../x"))
                .hasValueSatisfying(problem -> assertThat(problem).endsWith("; write for example " + example));
        assertThat(input.problemWith(example.substring(name.length() + 1))).isEmpty();
    }
}
