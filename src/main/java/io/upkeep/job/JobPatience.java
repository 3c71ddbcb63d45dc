package io.upkeep.job;

import java.time.Duration;

/**
 * How long is waited for what.
 *
 * @param every between two looks at a job
 * @param timeout for the job as a whole
 * @param appears for a job whose start was not confirmed
 * @param silence for a server that does not answer
 */
record JobPatience(Duration every, Duration timeout, Duration appears, Duration silence) {

    static JobPatience of(Duration every, Duration timeout) {
        return new JobPatience(every, timeout, Duration.ofMinutes(2), Duration.ofMinutes(5));
    }
}
