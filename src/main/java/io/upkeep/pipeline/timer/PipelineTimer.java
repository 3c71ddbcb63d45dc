package io.upkeep.pipeline.timer;

import java.time.Instant;
import java.util.Map;

/**
 * A timer that asks for runs of a pipeline, as people see it.
 *
 * @param route the id of its route
 * @param cron Quartz's expression: second minute hour day-of-month month day-of-week
 * @param zone the time zone its hours are meant in, such as {@code Europe/Berlin}
 * @param inputs what it gives the run, as its route comes to it; empty when it gives nothing
 * @param missedPolicy what is done about missed times
 * @param last the newest time it was due at and asked for a run; null when there is none
 * @param next when it fires next; null when it never will
 * @param lastMissed the newest time it was due at and did not fire; null when there is none
 */
public record PipelineTimer(
        String route,
        String cron,
        String zone,
        Map<String, String> inputs,
        MissedPolicy missedPolicy,
        Instant last,
        Instant next,
        Instant lastMissed) {}
