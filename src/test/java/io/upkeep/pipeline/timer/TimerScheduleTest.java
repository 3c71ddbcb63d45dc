package io.upkeep.pipeline.timer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The instants in the tables come from the IANA database as Python's zoneinfo reads it, not from the code under test. */
class TimerScheduleTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            America/New_York    | 0 30 2 * * ?    | 2026-03-07T00:00:00Z | 2026-03-10T00:00:00Z | 2026-03-07T07:30:00Z 2026-03-08T07:00:00Z 2026-03-09T06:30:00Z
            America/New_York    | 0 30 1 * * ?    | 2026-10-31T00:00:00Z | 2026-11-03T00:00:00Z | 2026-10-31T05:30:00Z 2026-11-01T05:30:00Z 2026-11-02T06:30:00Z
            Europe/Berlin       | 0 30 2 * * ?    | 2026-03-28T00:00:00Z | 2026-03-31T00:00:00Z | 2026-03-28T01:30:00Z 2026-03-29T01:00:00Z 2026-03-30T00:30:00Z
            Europe/Berlin       | 0 30 2 * * ?    | 2026-10-24T00:00:00Z | 2026-10-27T00:00:00Z | 2026-10-24T00:30:00Z 2026-10-25T00:30:00Z 2026-10-26T01:30:00Z
            Europe/Berlin       | 0 0 2 ? * SUN   | 2026-03-23T00:00:00Z | 2026-04-06T00:00:00Z | 2026-03-29T01:00:00Z 2026-04-05T00:00:00Z
            Australia/Lord_Howe | 0 15 2 * * ?    | 2026-10-02T00:00:00Z | 2026-10-05T00:00:00Z | 2026-10-02T15:45:00Z 2026-10-03T15:30:00Z 2026-10-04T15:15:00Z
            Australia/Lord_Howe | 0 45 1 * * ?    | 2026-04-03T00:00:00Z | 2026-04-06T00:00:00Z | 2026-04-03T14:45:00Z 2026-04-04T14:45:00Z 2026-04-05T15:15:00Z
            Africa/Casablanca   | 0 30 2 * * ?    | 2026-02-14T00:00:00Z | 2026-02-17T00:00:00Z | 2026-02-14T01:30:00Z 2026-02-15T01:30:00Z 2026-02-16T02:30:00Z
            Africa/Casablanca   | 0 30 2 * * ?    | 2026-03-21T00:00:00Z | 2026-03-24T00:00:00Z | 2026-03-21T02:30:00Z 2026-03-22T02:00:00Z 2026-03-23T01:30:00Z
            """)
    void a_local_time_is_due_once_a_day_also_where_it_is_missing_or_comes_twice(
            String zone, String cron, String after, String until, String due) {
        assertThat(between(zone, cron, after, until)).isEqualTo(instants(due));
    }

    @Test
    void several_times_in_one_gap_are_due_once_at_its_end() {
        assertThat(between("Europe/Berlin", "0 0,30 2,3 * * ?", "2026-03-29T00:00:00Z", "2026-03-29T12:00:00Z"))
                .isEqualTo(instants("2026-03-29T01:00:00Z 2026-03-29T01:30:00Z"));
    }

    @Test
    void a_timer_of_every_hour_goes_by_elapsed_time() {
        assertThat(between("Europe/Berlin", "0 */30 * * * ?", "2026-10-24T23:45:00Z", "2026-10-25T02:15:00Z"))
                .isEqualTo(instants("2026-10-25T00:00:00Z 2026-10-25T00:30:00Z 2026-10-25T01:00:00Z"
                        + " 2026-10-25T01:30:00Z 2026-10-25T02:00:00Z"));
        assertThat(between("Europe/Berlin", "0 */30 * * * ?", "2026-03-29T00:15:00Z", "2026-03-29T02:15:00Z"))
                .isEqualTo(instants(
                        "2026-03-29T00:30:00Z 2026-03-29T01:00:00Z 2026-03-29T01:30:00Z 2026-03-29T02:00:00Z"));
        assertThat(between("Australia/Lord_Howe", "0 0 * * * ?", "2026-04-04T13:30:00Z", "2026-04-04T16:45:00Z"))
                .isEqualTo(instants("2026-04-04T14:00:00Z 2026-04-04T15:30:00Z 2026-04-04T16:30:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Casablanca", "UTC"})
    void every_day_of_ten_years_has_every_minute_of_the_day_once(String zone) {
        ZoneId id = ZoneId.of(zone);
        for (String cron : List.of("0 15 0 * * ?", "0 45 1 * * ?", "0 15 2 * * ?", "0 30 2 * * ?", "0 0 3 * * ?")) {
            List<Instant> due = between(zone, cron, "2025-12-31T12:00:00Z", "2035-12-31T12:00:00Z");
            assertThat(due.stream().map(time -> time.atZone(id).toLocalDate()))
                    .as(cron)
                    .hasSizeBetween(3651, 3653)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void says_when_it_was_due_last_and_that_it_is_never_due_again() {
        TimerSchedule yearly = TimerSchedule.of("0 0 2 1 1 ? 2026", ZoneId.of("UTC"));
        assertThat(yearly.newest(Instant.parse("2026-11-01T00:00:00Z")))
                .contains(Instant.parse("2026-01-01T02:00:00Z"));
        assertThat(yearly.newest(Instant.parse("2026-01-01T02:00:00Z")))
                .contains(Instant.parse("2026-01-01T02:00:00Z"));
        assertThat(yearly.newest(Instant.parse("2026-01-01T01:59:59Z"))).isEmpty();
        assertThat(yearly.next(Instant.parse("2026-01-01T02:00:00Z"))).isEmpty();
    }

    @Test
    void what_is_no_cron_expression_is_refused_with_an_example() {
        assertThatThrownBy(() -> TimerSchedule.of("0 2 * * *", ZoneId.of("UTC")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 0 2 ? * SUN");
    }

    private static List<Instant> between(String zone, String cron, String after, String until) {
        return TimerSchedule.of(cron, ZoneId.of(zone)).between(Instant.parse(after), Instant.parse(until));
    }

    private static List<Instant> instants(String all) {
        return Arrays.stream(all.strip().split(" ", -1)).map(Instant::parse).toList();
    }
}
