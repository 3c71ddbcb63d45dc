package io.upkeep.performance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** For how long capacity is planned. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CapacityRequestsTest {

    private final CapacityRequests requests = new CapacityRequests();

    @ParameterizedTest
    @ValueSource(strings = {"1", "12", "60"})
    void five_years_can_be_planned(String months) {
        assertThat(requests.problemWith(Map.of("months", months))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "61", "1200000", "99999999999"})
    void what_no_line_can_be_drawn_for_is_refused(String months) {
        assertThat(requests.problemWith(Map.of("months", months)))
                .hasValue("months '" + months + "' is not from 1 to 60; write for example months=12");
    }
}
