package io.upkeep.backup;

import io.upkeep.backup.retention.Kept;
import io.upkeep.backup.retention.PromiseCheck;
import io.upkeep.backup.retention.PromiseCheck.Problem;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Whether the backups are as promised, for routes and for people. */
@Component("backupHealth")
public class BackupHealth {

    private final Backups backups;
    private final BackupSettings settings;
    private final Clock clock;

    BackupHealth(Backups backups, BackupSettings settings, Clock clock) {
        this.backups = backups;
        this.settings = settings;
        this.clock = clock;
    }

    /** What is not as {@code upkeep.backup.series.<name>.promise} says. */
    public List<Problem> problems() {
        List<Kept> stored = backups.stored().stream().map(BackupHealth::kept).toList();
        return PromiseCheck.check(settings.promises(), stored, clock.instant());
    }

    /**
     * Says how those that were to be proven are.
     *
     * @param due ids
     * @param only the one that a person asked for; empty for the daily proof, which also says what is not as promised
     * @throws BackupRefused when one is not proven, or something is not as promised: people are told by the run's failure
     */
    public List<String> judge(List<String> due, String only) {
        List<String> good = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (String id : due) {
            Backup backup = backups.find(UUID.fromString(id)).orElseThrow();
            boolean proven = backup.state() == BackupState.VERIFIED && backup.reason() == null;
            (proven ? good : wrong).add(said(backup, proven));
        }
        if (only.isEmpty()) {
            problems().forEach(problem -> wrong.add(problem.sentence()));
        }
        if (!wrong.isEmpty()) {
            throw new BackupRefused(String.join("; ", wrong));
        }
        return good;
    }

    private static String said(Backup backup, boolean proven) {
        if (!proven) {
            return "%s of %s %s"
                    .formatted(
                            backup.objectKey(),
                            backup.series(),
                            backup.state() == BackupState.BROKEN ? "is broken: " + backup.reason() : backup.reason());
        }
        Double seconds = backup.proof() == null ? null : backup.proof().restoreSeconds();
        return backup.objectKey()
                + (seconds == null
                        ? " was compared entry by entry"
                        : " was restored and compared in %.1f s".formatted(seconds));
    }

    static Kept kept(Backup backup) {
        return new Kept(
                backup.id(),
                backup.series(),
                backup.createdAt(),
                backup.state() == BackupState.VERIFIED,
                backup.state() == BackupState.BROKEN,
                backup.bytes(),
                backup.proof() == null ? null : backup.proof().at(),
                backup.lockedUntil());
    }
}
