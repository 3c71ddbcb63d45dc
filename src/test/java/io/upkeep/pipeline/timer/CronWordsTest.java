package io.upkeep.pipeline.timer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cron expressions in words. */
class CronWordsTest {

    @ParameterizedTest
    @CsvSource({
        "0 15 1 * * ?, every day at 01:15",
        "0 0/5 * * * ?, every 5 minutes",
        "0 */1 * * * ?, every minute",
        "0 0 * * * ?, every hour",
        "0 10 0/6 * * ?, every 6 hours at minute 10",
        "0 30 2 ? * SUN, every Sunday at 02:30",
        "0 30 2 ? * 1, every Sunday at 02:30",
        "'0 0 22 ? * MON,THU', every Monday and Thursday at 22:00",
        "0 0 9 ? * MON-FRI, Monday to Friday at 09:00",
        "0 0 3 1 * ?, on day 1 of every month at 03:00"
    })
    void says_the_usual_ones(String cron, String words) {
        assertThat(CronWords.of(cron)).hasValue(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 0 3 L * ?",
                "0 0 3 ? * FRI#2",
                "0 0 3 1 1 ?",
                "10 0 3 * * ?",
                "0 0 3 * * ? 2030",
                "nonsense",
                ""
            })
    void has_no_words_for_the_unusual(String cron) {
        assertThat(CronWords.of(cron)).isEmpty();
    }
}
