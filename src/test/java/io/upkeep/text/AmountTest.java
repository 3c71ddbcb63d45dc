package io.upkeep.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountTest {

    @ParameterizedTest
    @CsvSource({"0, no entries", "1, 1 entry", "2, 2 entries"})
    void counts_as_people_do(long number, String words) {
        assertThat(Amount.of(number, "entry", "entries")).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 bytes",
        "1023, 1023 bytes",
        "1024, 1.0 KiB",
        "1258291, 1.2 MiB",
        "1099511627776, 1.0 TiB",
        "9223372036854775807, 8192.0 PiB"
    })
    void sizes_have_a_unit_that_fits(long bytes, String words) {
        assertThat(Amount.ofBytes(bytes)).isEqualTo(words);
    }

    @Test
    void names_are_few_and_harmless() {
        assertThat(Amount.some(List.of("a", "b"), 2)).isEqualTo("a, b");
        assertThat(Amount.some(List.of("a", "b\u001b[31m\nc", "d", "e"), 2)).isEqualTo("a, b [31m c and 2 more");
        assertThat(Amount.some(List.of(), 2)).isEmpty();
    }
}
