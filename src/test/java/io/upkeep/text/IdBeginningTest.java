package io.upkeep.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdBeginningTest {

    private static final UUID ID = UUID.fromString("4f0c52aa-1b2c-4d3e-8f90-a1b2c3d4e5f6");

    @ParameterizedTest
    @ValueSource(
            strings = {"4f0c52", "4F0C52AA", "4f0c52aa-", "4f0c52aa-1b2c-4d3e-8", "4f0c52aa-1b2c-4d3e-8f90-a1b2c3d4e5f6"
            })
    void six_characters_or_more_of_an_id_mean_those_that_begin_like_this(String written) {
        IdBeginning beginning = IdBeginning.of(written).orElseThrow();

        assertThat(beginning.lowest().toString()).startsWith(beginning.text()).isLessThanOrEqualTo(ID.toString());
        assertThat(beginning.highest().toString()).startsWith(beginning.text()).isGreaterThanOrEqualTo(ID.toString());
        assertThat(beginning.isWhole()).isEqualTo(written.length() == 36);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "4f0c5",
                "4f0c5g",
                "4f0c52aa1",
                "4f0c5-2aa",
                "------",
                "4f0c52aa-1b2c-4d3e-8f90-a1b2c3d4e5f60"
            })
    void what_is_shorter_or_cannot_be_the_beginning_of_an_id_is_none(String written) {
        assertThat(IdBeginning.of(written)).isEmpty();
    }

    @Test
    void a_whole_id_is_the_only_one_that_begins_like_it() {
        IdBeginning whole = IdBeginning.of(ID.toString()).orElseThrow();

        assertThat(whole.lowest()).isEqualTo(ID).isEqualTo(whole.highest());
    }
}
