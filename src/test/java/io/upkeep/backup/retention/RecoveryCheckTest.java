package io.upkeep.backup.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.backup.retention.RecoveryCheck.Measured;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecoveryCheckTest {

    private static final Instant FAILURE = Instant.parse("2026-11-24T06:00:00Z");
    private static final Promise PROMISE =
            new Promise(Duration.ofHours(26), Duration.ofHours(50), 50, Duration.ofMinutes(60), Duration.ofHours(26));

    private static Measured measured(int restoreMinutes, int hoursOld) {
        return RecoveryCheck.measure(
                "database",
                PROMISE,
                Duration.ofMinutes(restoreMinutes),
                FAILURE.minus(Duration.ofHours(hoursOld)),
                FAILURE);
    }

    @Test
    void both_promises_are_judged_and_told_with_what_was_measured() {
        assertThat(measured(60, 26).kept()).isTrue();
        assertThat(measured(7, 5).sentence())
                .isEqualTo(
                        "database: back after 7 min (promised 60 min), what was newer than 5 h would be lost (promised 26 h)");
    }

    @Test
    void a_restore_that_takes_too_long_or_data_too_old_breaks_the_promise() {
        assertThat(measured(61, 5).kept()).isFalse();
        assertThat(measured(61, 5).sentence()).contains("promised 60 min, NOT KEPT");
        assertThat(measured(7, 27).kept()).isFalse();
        assertThat(measured(7, 27).sentence()).contains("promised 26 h, NOT KEPT");
    }
}
