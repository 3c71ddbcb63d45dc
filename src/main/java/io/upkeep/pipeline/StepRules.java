package io.upkeep.pipeline;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What holds for a pipeline's steps.
 *
 * @param readOnly ids of steps that change nothing
 * @param retries how often a step is tried again after it failed
 * @param backoff pause before the first retry; doubled with each, up to {@link #LONGEST_PAUSE}
 * @param timeout how long one attempt may take
 */
record StepRules(Set<String> readOnly, PerStep<Integer> retries, PerStep<Duration> backoff, PerStep<Duration> timeout) {

    static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final Duration USUAL_PAUSE = Duration.ofSeconds(5);

    /**
     * The pause before the next attempt, or empty when there is none left. A step around others is tried again only
     * where it is named: otherwise each level would multiply the attempts of the one beneath.
     *
     * @param attempts so far, from 1
     * @param failedWithin whether a step inside this one failed
     * @param jitter from 0 to 1: spreads runs that failed together over half the pause
     */
    Optional<Duration> pause(String step, int attempts, boolean failedWithin, double jitter) {
        int retriesLeft = (failedWithin ? retries.named(step) : retries.of(step)).orElse(0) - (attempts - 1);
        if (retriesLeft <= 0) {
            return Optional.empty();
        }
        double factor = Math.pow(2, Math.min(attempts - 1, 20)) * (0.75 + jitter / 2);
        long millis = (long) (backoff.of(step).orElse(USUAL_PAUSE).toMillis() * factor);
        return Optional.of(Duration.ofMillis(Math.min(millis, LONGEST_PAUSE.toMillis())));
    }

    /** Whether the step may change something. */
    boolean changes(String step) {
        return !readOnly.contains(step);
    }
}
