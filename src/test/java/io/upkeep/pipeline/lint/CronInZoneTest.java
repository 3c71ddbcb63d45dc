package io.upkeep.pipeline.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CronInZoneTest {

    private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 30 2 * * ?       | Europe/Berlin       | does not fire on 2027-03-28
            0 0 2 * * ?        | Europe/Berlin       | does not fire on 2027-03-28
            0 30 1 ? * SUN#1   | America/New_York    | comes twice on 2027-11-07
            0 30 2 ? * SUN     | America/New_York    | does not fire on 2027-03-14
            0 30 1 * * ?       | America/New_York    | comes twice on 2027-11-07
            0 15 2 * * ?       | Australia/Lord_Howe | does not fire on 2027-10-03
            0 45 1 * * ?       | Australia/Lord_Howe | comes twice on 2027-04-04
            0 30 2 ? * SUN     | Africa/Casablanca   | comes twice on 2027-02-07
            0 0/30 * * * ?     | Europe/Berlin       | stands still for 90 minutes on 2027-10-31
            0 0 * * * ?        | Europe/Berlin       | stands still for 120 minutes on 2027-10-31
            * * * * * ?        | Europe/Berlin       | stands still for 60 minutes on 2027-10-31
            """)
    void names_the_first_day_on_which_a_clock_change_matters(String cron, String zone, String trouble)
            throws ParseException {
        assertThat(new CronInZone(cron, ZoneId.of(zone)).trouble(NOW))
                .hasValueSatisfying(found -> assertThat(found).startsWith(trouble));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 30 2 * * ?       | UTC
            0 0/5 * * * ?      | UTC
            0 0 3 * * ?        | Europe/Berlin
            0 59 1 * * ?       | Europe/Berlin
            0 30 2 ? * MON-SAT | Europe/Berlin
            0 30 2 1 * ?       | Europe/Berlin
            0 30 2 * * ?       | Asia/Tokyo
            0 0 2 ? * SUN#1    | America/New_York
            """)
    void is_content_with_times_that_no_change_touches(String cron, String zone) throws ParseException {
        assertThat(new CronInZone(cron, ZoneId.of(zone)).trouble(NOW)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"99 * * * * ?", "0 99 * * * ?", "0 98 2 * * ?", "0 15,99 2 * * ?", "60 0 2 * * ?"})
    void refuses_seconds_and_minutes_that_quartz_takes_for_each_one(String cron) {
        assertThatThrownBy(() -> new CronInZone(cron, ZoneId.of("UTC")))
                .isInstanceOf(ParseException.class)
                .hasMessageContaining("between 0 and 59");
    }
}
