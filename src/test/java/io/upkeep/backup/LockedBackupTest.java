package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.backup.retention.RetentionRules.Verdict;
import io.upkeep.run.Run;
import io.upkeep.sandbox.S3Part;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

class LockedBackupTest extends ConfigurationPipelines {

    private static final Duration LOCK = Duration.ofDays(30);

    @Autowired
    BackupRetention retention;

    @Autowired
    Clock clock;

    @DynamicPropertySource
    static void lock(DynamicPropertyRegistry registry) {
        registry.add("upkeep.backup.lock.mode", () -> "governance");
        registry.add("upkeep.backup.lock.keep", () -> "30d");
        registry.add("upkeep.engine.node", () -> "locked-backups");
    }

    @BeforeAll
    static void a_bucket_that_locks() {
        s3().recreate(S3Part.BACKUP_BUCKET, true);
    }

    @AfterAll
    static void the_bucket_of_the_others() {
        s3().recreate(S3Part.BACKUP_BUCKET, false);
    }

    @Test
    void the_store_keeps_a_good_backup_and_retention_says_until_when() {
        Instant before = clock.instant();

        Run run = succeeded(run("back-up-cache", Map.of()));

        Backup backup = backups.newest(1).get(0);
        assertThat(backup.run()).isEqualTo(run.id());
        assertThat(backup.state()).isEqualTo(BackupState.VERIFIED);
        assertThat(backup.lockedUntil())
                .isBetween(before.plus(LOCK).minusSeconds(1), clock.instant().plus(LOCK));
        for (String key : List.of(backup.objectKey(), backup.manifestKey(), backup.contentsKey())) {
            assertThat(s3().lockedUntil(S3Part.BACKUP_BUCKET, key)).as(key).isEqualTo(backup.lockedUntil());
        }
        assertThat(retention.verdicts().get("cache"))
                .filteredOn(verdict -> verdict.id().equals(backup.id()))
                .singleElement()
                .extracting(Verdict::reasons)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .contains("locked until " + backup.lockedUntil());
    }

    @Test
    void a_backup_that_is_given_up_is_not_locked_yet_and_goes_with_its_versions() {
        SANDBOX.breakPart("s3", S3Part.CORRUPT);

        Run run = run("back-up-cache", Map.of());

        assertThat(s3().faultsHit()).isPositive();
        assertThat(run.failedStep()).isEqualTo("verify");
        Backup backup = backups.newest(1).get(0);
        assertThat(backup.state()).isEqualTo(BackupState.FAILED);
        assertThat(s3().versions(S3Part.BACKUP_BUCKET, backup.objectKey())).isZero();
    }
}
