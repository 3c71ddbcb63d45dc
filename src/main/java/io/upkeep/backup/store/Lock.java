package io.upkeep.backup.store;

import java.time.Duration;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;

/**
 * {@code upkeep.backup.lock}: until when nobody removes a good backup from the store (S3 Object Lock; the bucket must have it).
 *
 * @param mode GOVERNANCE: nobody without a special right; COMPLIANCE: nobody at all
 * @param keep how long, from the end of the backup
 */
public record Lock(Mode mode, Duration keep) {

    /** As S3 names them. */
    public enum Mode {
        GOVERNANCE,
        COMPLIANCE;

        ObjectLockRetentionMode ofS3() {
            return ObjectLockRetentionMode.fromValue(name());
        }
    }

    public Lock {
        if (mode == null || keep == null || keep.isNegative() || keep.isZero()) {
            throw new IllegalArgumentException(
                    "upkeep.backup.lock: mode=%s, keep=%s is no lock; write lock: {mode: GOVERNANCE, keep: 30d}, or leave it out"
                            .formatted(mode, keep));
        }
    }
}
