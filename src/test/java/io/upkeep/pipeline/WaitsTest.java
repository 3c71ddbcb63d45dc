package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.pipeline.Verdict.Kind;
import io.upkeep.pipeline.Verdict.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a run that waits is looked at, though nobody had it looked at. */
class WaitsTest {

    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(1));

    @ParameterizedTest(name = "{0} ahead, waiting for {1}: after {2}")
    @CsvSource({
        "0, PT0S, PT1S",
        "0, PT0.4S, PT1S",
        "0, PT1S, PT1S",
        "0, PT2S, PT2S",
        "0, PT32S, PT32S",
        "0, PT64S, PT1M",
        "0, P1D, PT1M",
        "9, PT0S, PT1S",
        "9, P1D, PT69S",
        "10, PT0S, PT70S",
        "240, PT0S, PT5M",
        "9999, PT0S, PT5M"
    })
    void in_a_queue(long ahead, Duration waited, Duration later) {
        Wait wait = new Wait(Kind.CONCURRENCY, "full", null, List.of("pipeline:greet#0"), ahead);

        assertThat(Waits.lookAgain(wait, NOW.minus(waited), NOW)).isEqualTo(NOW.plus(later));
    }

    @Test
    void a_known_instant_is_kept_unless_it_is_far_away() {
        assertThat(Waits.lookAgain(new Wait(Kind.WINDOW, "closed", NOW.plusSeconds(7)), LONG_AGO, NOW))
                .isEqualTo(NOW.plusSeconds(7));
        assertThat(Waits.lookAgain(new Wait(Kind.WINDOW, "closed", NOW.plusSeconds(86_400)), LONG_AGO, NOW))
                .isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void a_long_queue_is_looked_at_a_few_times_a_second_and_not_all_the_time() {
        double looksPerSecond = 0;
        for (int ahead = 0; ahead < 2_000; ahead++) {
            Wait wait = new Wait(Kind.CONCURRENCY, "full", null, List.of("pipeline:greet#0"), ahead);
            looksPerSecond += 1e3
                    / Duration.between(NOW, Waits.lookAgain(wait, LONG_AGO, NOW))
                            .toMillis();
        }

        assertThat(looksPerSecond).isBetween(5.0, 10.0);
    }
}
