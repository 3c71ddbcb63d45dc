package io.upkeep.pipeline.timer;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.pipeline.lint.PipelineOutline;
import io.upkeep.pipeline.lint.PipelineOutlines;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cron expressions in words. */
class CronWordsTest {

    @ParameterizedTest
    @CsvSource({
        "0 15 1 * * ?, every day at 01:15",
        "0 0/5 * * * ?, every 5 minutes",
        "0 2/5 * * * ?, every 5 minutes from minute 2 on",
        "0 */1 * * * ?, every minute",
        "0 0 * * * ?, every hour",
        "0 10 0/6 * * ?, every 6 hours at minute 10",
        "0 30 2 ? * SUN, every Sunday at 02:30",
        "0 30 2 ? * 1, every Sunday at 02:30",
        "'0 0 22 ? * MON,THU', every Monday and Thursday at 22:00",
        "0 0 9 ? * MON-FRI, Monday to Friday at 09:00",
        "0 0 3 1 * ?, on day 1 of every month at 03:00",
        "0 0 3 1 1 ?, on day 1 of January at 03:00",
        "'0 10 9 25 3,6,9,12 ?', 'on day 25 of March, June, September and December at 09:10'",
        "'0 0 4 ? 1,4,7,10 SUN#1', 'first Sunday of January, April, July and October at 04:00'",
        "0 0 3 ? * FRI#2, second Friday of every month at 03:00",
        "0 0 3 ? * 6#5, fifth Friday of every month at 03:00",
        "'0 0 22 ? JAN,jul MON', every Monday in January and July at 22:00",
        "0 0/5 * ? 12 MON, 'every 5 minutes, every Monday in December'",
        "'0 0 22 ? * MON,WED,FRI', 'every Monday, Wednesday and Friday at 22:00'"
    })
    void says_the_usual_ones(String cron, String words) {
        assertThat(CronWords.of(cron)).hasValue(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 0 3 L * ?",
                "0 0 3 ? * FRIL",
                "0 0 3 ? * FRI#6",
                "0 0 3 ? * FRI#2,MON#1",
                "0 0 3 ? * MON#1,FRI",
                "0 0 3 ? * 8",
                "0 0 3 1 13 ?",
                "0 0 3 1 1-3 ?",
                "0 0 3 1 ,1 ?",
                "0 0 3 15 * MON",
                "10 0 3 * * ?",
                "0 0 3 * * ? 2030",
                "nonsense",
                ""
            })
    void has_no_words_for_the_unusual(String cron) {
        assertThat(CronWords.of(cron)).isEmpty();
        assertThat(CronWords.of(cron, ZoneOffset.UTC)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0 0 4 * * ?, Europe/Berlin, every day at 04:00 Europe/Berlin",
        "0 0 4 * * ?, UTC, every day at 04:00 UTC",
        "0 0 4 * * ?, Etc/UTC, every day at 04:00 UTC",
        "0 0 4 * * ?, Z, every day at 04:00 UTC",
        "0 0/5 * * * ?, Europe/Berlin, every 5 minutes",
        "0 0/5 * ? * SUN, Europe/Berlin, 'every 5 minutes, every Sunday, Europe/Berlin'"
    })
    void names_the_zone_where_it_matters(String cron, String zone, String words) {
        assertThat(CronWords.of(cron, ZoneId.of(zone))).hasValue(words);
    }

    @Test
    void has_words_for_every_timer_that_is_shipped() {
        List<PipelineOutline.Timer> timers = PipelineOutlines.read(Path.of("routes")).stream()
                .flatMap(pipeline -> pipeline.timers().stream())
                .toList();

        assertThat(timers)
                .hasSizeGreaterThan(30)
                .allSatisfy(timer -> assertThat(CronWords.of(timer.cron()))
                        .as(timer.route() + " " + timer.cron())
                        .isPresent())
                .allSatisfy(timer -> assertThat(timer.zoneWords()).doesNotContain("{"))
                .anySatisfy(timer -> assertThat(timer.zoneWords()).isEqualTo("upkeep.time-zone, UTC unless set"));
    }
}
