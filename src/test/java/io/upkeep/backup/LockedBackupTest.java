package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.run.Run;
import io.upkeep.sandbox.S3Part;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class LockedBackupTest extends ConfigurationPipelines {

    @Autowired
    Clock clock;

    @Test
    void the_store_keeps_a_good_backup_until_the_catalogue_says() {
        Instant before = clock.instant().truncatedTo(ChronoUnit.SECONDS);

        Run run = succeeded(run("back-up-cache", Map.of()));

        Backup backup = of(run);
        assertThat(backup.state()).isEqualTo(BackupState.VERIFIED);
        assertThat(backup.lockedUntil()).isBetween(before, clock.instant());
        for (String key : List.of(backup.objectKey(), backup.manifestKey(), backup.contentsKey())) {
            assertThat(s3().lockedUntil(S3Part.BACKUP_BUCKET, key)).as(key).isEqualTo(backup.lockedUntil());
        }
    }

    @Test
    void a_backup_that_is_given_up_is_not_locked_yet_and_goes_with_its_versions() {
        SANDBOX.breakPart("s3", S3Part.CORRUPT);

        Run run = run("back-up-cache", Map.of());

        assertThat(s3().faultsHit()).isPositive();
        assertThat(run.failedStep()).isEqualTo("verify");
        Backup backup = of(run);
        assertThat(backup.state()).isEqualTo(BackupState.FAILED);
        assertThat(backup.lockedUntil()).isNull();
        assertThat(s3().versions(S3Part.BACKUP_BUCKET, backup.objectKey())).isZero();
    }

    /** Timers may have asked for backups, too. */
    private Backup of(Run run) {
        return backups.newest(50).stream()
                .filter(backup -> backup.run().equals(run.id()))
                .findFirst()
                .orElseThrow();
    }
}
