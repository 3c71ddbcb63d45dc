package io.upkeep.log;

import java.time.Instant;
import java.util.UUID;

/**
 * What one run did with the logs of one host. What a run did not come to is 0.
 *
 * @param rotated logs that logrotate rotated, and the bytes that this freed: it compresses and deletes by itself, too
 * @param compressed files, and the bytes that this freed
 * @param removed files, and the bytes that this freed
 * @param emptied empty logs that went
 * @param atLeast whether some of the work was cut off: the figures are the least that it did
 * @param notes what was left and why, one per line; hostile text
 * @param leftOut why nothing was done on the host, which could not look at its logs; null where it could
 */
public record LogReport(
        UUID run,
        String host,
        long rotated,
        long rotatedBytes,
        long compressed,
        long compressedBytes,
        long removed,
        long removedBytes,
        long emptied,
        boolean atLeast,
        String notes,
        String leftOut,
        Instant recordedAt) {}
