package io.upkeep.report;

import java.time.Instant;

/**
 * The backups of a series in a period.
 *
 * @param provenAt when one was last restored and compared; null for never
 * @param restoreSeconds how long that took (RTO); null when not measured
 * @param lostSeconds how much older than the backup its newest row was (RPO); null when not measured
 */
public record PastBackups(
        String series, int taken, int verified, int bad, Instant provenAt, Double restoreSeconds, Double lostSeconds) {}
