package io.upkeep.backup;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A row of the catalogue.
 *
 * @param series what it is one of: {@code database}, {@code configuration}; the first part of its names in the store
 * @param objectKey the archive in the store; null when it failed before it had a name
 * @param contentsKey the sealed list of what the archive holds; null when the archive is not sealed
 * @param sha256 of the archive; null when none was finished
 * @param bytes size of the archive; 0 when none was finished
 * @param reason why it failed, is broken, or is no longer needed; null otherwise
 * @param lockedUntil until when the store refuses to remove it; null when it is not locked
 * @param hosts whose files it holds, sealed or not: names of targets are no secret; null when that was not noted
 * @param proof of the last time it was read back or restored and compared; null when it never was
 */
public record Backup(
        UUID id,
        UUID run,
        String pipeline,
        String series,
        BackupState state,
        Instant createdAt,
        Instant changedAt,
        String objectKey,
        String manifestKey,
        String contentsKey,
        String sha256,
        long bytes,
        long entries,
        String reason,
        Instant lockedUntil,
        Proof proof,
        List<String> hosts) {

    /**
     * That a backup holds what was backed up.
     *
     * @param at when
     * @param restoreSeconds how long the restore took; null when every entry was compared without one
     * @param newestRow the newest row that was restored, as far as the data tells; null otherwise
     */
    public record Proof(Instant at, Double restoreSeconds, Instant newestRow) {}

    /** What a route needs to find it in the store: names of objects, empty where there is none, and whose work it is. */
    Map<String, Object> named(String runId) {
        Map<String, Object> named = new LinkedHashMap<>();
        named.put("id", id.toString());
        named.put("runId", runId);
        named.put("series", series);
        named.put("key", objectKey);
        named.put("manifestKey", manifestKey);
        named.put("contentsKey", contentsKey == null ? "" : contentsKey);
        return named;
    }

    /** Whether its archive lies in the store. */
    public boolean isStored() {
        return state == BackupState.UPLOADED || state == BackupState.VERIFIED || state == BackupState.BROKEN;
    }
}
