package io.upkeep.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    /** A Wednesday of week 48. */
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "WEEKLY, last, 2026-W47, 2026-11-15T23:00:00Z, 2026-11-22T23:00:00Z",
        "WEEKLY, last week, 2026-W47, 2026-11-15T23:00:00Z, 2026-11-22T23:00:00Z",
        "WEEKLY, current, 2026-W48, 2026-11-22T23:00:00Z, 2026-11-29T23:00:00Z",
        "WEEKLY, 2026-W01, 2026-W01, 2025-12-28T23:00:00Z, 2026-01-04T23:00:00Z",
        "WEEKLY, 2020-W53, 2020-W53, 2020-12-27T23:00:00Z, 2021-01-03T23:00:00Z",
        "MONTHLY, last, 2026-10, 2026-09-30T22:00:00Z, 2026-10-31T23:00:00Z",
        "MONTHLY, 2026-02, 2026-02, 2026-01-31T23:00:00Z, 2026-02-28T23:00:00Z",
        "QUARTERLY, last, 2026-Q3, 2026-06-30T22:00:00Z, 2026-09-30T22:00:00Z",
        "QUARTERLY, 2026-Q4, 2026-Q4, 2026-09-30T22:00:00Z, 2026-12-31T23:00:00Z",
        "ANNUAL, last, 2025, 2024-12-31T23:00:00Z, 2025-12-31T23:00:00Z",
        "ANNUAL, '', 2025, 2024-12-31T23:00:00Z, 2025-12-31T23:00:00Z"
    })
    void a_period_is_of_the_estate_s_calendar(PeriodType type, String text, String label, Instant from, Instant until) {
        Period period = Period.parse(type, text, NOW, BERLIN);

        assertThat(period.label()).isEqualTo(label);
        assertThat(period.span()).isEqualTo(new Span(from, until));
        assertThat(period.isOver(NOW)).isEqualTo(!until.isAfter(NOW));
    }

    @Test
    void the_week_in_which_clocks_go_back_is_an_hour_longer_and_so_is_that_day() {
        Period week = Period.parse(PeriodType.WEEKLY, "2026-W43", NOW, BERLIN);

        assertThat(week.span().length()).isEqualTo(Duration.ofDays(7).plusHours(1));
        assertThat(week.parts(NOW).get(6).span().length()).isEqualTo(Duration.ofHours(25));
        assertThat(week.parts(NOW)).hasSize(7);
        assertThat(Period.parse(PeriodType.WEEKLY, "current", NOW, BERLIN).parts(NOW))
                .hasSize(3);
        assertThat(Period.parse(PeriodType.ANNUAL, "last", NOW, BERLIN).parts(NOW))
                .hasSize(12);
        assertThat(Period.parse(PeriodType.WEEKLY, "2026-W01", NOW, BERLIN)
                        .previous()
                        .label())
                .isEqualTo("2025-W52");
    }

    @ParameterizedTest
    @CsvSource({
        "WEEKLY, 2026-11",
        "WEEKLY, 2026-W54",
        "WEEKLY, 2025-W53",
        "WEEKLY, <b>",
        "MONTHLY, 2026-13",
        "MONTHLY, 2026",
        "QUARTERLY, 2026-Q5",
        "ANNUAL, 26"
    })
    void what_is_no_period_of_the_type_is_refused_with_one_that_is(PeriodType type, String text) {
        assertThatThrownBy(() -> Period.parse(type, text, NOW, BERLIN))
                .isInstanceOf(ReportRefused.class)
                .hasMessageContaining("is not one of a " + type.word() + " report; write " + type.example());
    }

    @Test
    void what_has_not_begun_is_refused() {
        assertThatThrownBy(() -> Period.parse(PeriodType.MONTHLY, "2026-12", NOW, BERLIN))
                .hasMessage("period '2026-12' has not begun; write one that has, such as 2026-11, or last");
    }
}
