package io.upkeep.backup;

import java.time.Instant;
import java.util.UUID;

/**
 * A row of the catalogue.
 *
 * @param objectKey the archive in the store; null when it failed before it had a name
 * @param sha256 of the archive; null when none was finished
 * @param bytes size of the archive; 0 when none was finished
 * @param reason why it failed; null otherwise
 */
public record Backup(
        UUID id,
        UUID run,
        String pipeline,
        BackupState state,
        Instant createdAt,
        Instant changedAt,
        String objectKey,
        String manifestKey,
        String sha256,
        long bytes,
        long entries,
        String reason) {}
