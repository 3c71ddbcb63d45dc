package io.upkeep.job;

import java.time.Duration;

/**
 * How long is waited for what.
 *
 * @param every between two looks at a job
 * @param timeout for the job as a whole
 * @param appears for a job whose start was not confirmed
 * @param silence for a server that does not answer
 * @param ends for a server that cannot end a job now
 */
record JobPatience(Duration every, Duration timeout, Duration appears, Duration silence, Duration ends) {

    static JobPatience of(Duration every, Duration timeout) {
        return new JobPatience(every, timeout, Duration.ofMinutes(2), Duration.ofMinutes(5), Duration.ofSeconds(30));
    }
}
