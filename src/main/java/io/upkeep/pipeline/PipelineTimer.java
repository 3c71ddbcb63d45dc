package io.upkeep.pipeline;

import java.time.Instant;

/**
 * A timer that asks for runs of a pipeline.
 *
 * @param cron Quartz's expression: second minute hour day-of-month month day-of-week
 * @param zone the time zone its hours are meant in, such as {@code Europe/Berlin}
 * @param next when it fires next; null when it never will
 */
public record PipelineTimer(String cron, String zone, Instant next) {}
