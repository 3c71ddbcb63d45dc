package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often a step is tried again, and after which pause. */
class StepRulesTest {

    /** Every step once more; {@code deploy} three times; the pause 10 s, for {@code deploy} 2 minutes. */
    private static final StepRules RULES = new StepRules(
            Set.of("look"),
            PerStep.parse("1,deploy=3", Integer::valueOf),
            PerStep.parse("10s,deploy=2m", Durations::parse),
            PerStep.parse("", Durations::parse));

    @ParameterizedTest
    @CsvSource({
        "verify, 1, false, 0.5, PT10S",
        "verify, 1, false, 0.0, PT7.5S",
        "verify, 1, false, 1.0, PT12.5S",
        "verify, 2, false, 0.5, ",
        "verify, 1, true,  0.5, ", // the step inside had its retries
        "deploy, 1, true,  0.5, PT2M",
        "deploy, 2, false, 0.5, PT4M",
        "deploy, 3, false, 0.5, PT5M", // never longer
        "deploy, 4, false, 0.5, "
    })
    void pauses_double_with_jitter_up_to_a_bound_and_end(
            String step, int attempts, boolean within, double jitter, Duration pause) {
        assertThat(RULES.pause(step, attempts, within, jitter).orElse(null)).isEqualTo(pause);
    }

    @Test
    void only_steps_that_are_declared_so_change_nothing() {
        assertThat(RULES.changes("look")).isFalse();
        assertThat(RULES.changes("deploy")).isTrue();
    }
}
