package io.upkeep.backup.retention;

import java.time.Instant;
import java.util.UUID;

/**
 * A stored backup as retention sees it.
 *
 * @param good VERIFIED: only such a one counts
 * @param broken proven not to be what was backed up
 * @param bytes size in the store
 * @param provenAt when it was last proven; null when never
 * @param lockedUntil until when the store refuses to remove it; null when it is not locked
 */
public record Kept(
        UUID id,
        String series,
        Instant createdAt,
        boolean good,
        boolean broken,
        long bytes,
        Instant provenAt,
        Instant lockedUntil) {}
