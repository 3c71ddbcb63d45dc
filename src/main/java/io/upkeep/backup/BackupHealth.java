package io.upkeep.backup;

import io.upkeep.backup.retention.Kept;
import io.upkeep.backup.retention.PromiseCheck;
import io.upkeep.backup.retention.PromiseCheck.Problem;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Whether the backups are as promised, for routes and for people. */
@Component("backupHealth")
public class BackupHealth {

    private final Backups backups;
    private final BackupSettings settings;
    private final BackupAlarm alarm;
    private final Clock clock;

    BackupHealth(Backups backups, BackupSettings settings, BackupAlarm alarm, Clock clock) {
        this.alarm = alarm;
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
     * Says how those that were to be proven are. What is wrong with a series is an incident until it is not any more.
     *
     * @param due ids
     * @param only the one that a person asked for; empty for the daily proof, which also says what is not as promised
     * @return a line for each, for people
     * @throws BackupRefused when one is not proven, or something is not as promised: people are told by the run's failure, too
     */
    public String judge(String run, List<String> due, String only) {
        List<String> good = new ArrayList<>();
        Map<String, List<String>> wrong = new TreeMap<>();
        for (String id : due) {
            Backup backup = backups.find(UUID.fromString(id)).orElseThrow();
            boolean proven = backup.state() == BackupState.VERIFIED && backup.reason() == null;
            (proven ? good : wrong(backup.series(), wrong)).add(said(backup, proven));
        }
        if (only.isEmpty()) {
            problems().forEach(problem -> wrong(problem.series(), wrong).add(problem.sentence()));
            looked().filter(series -> !wrong.containsKey(series)).forEach(series -> alarm.isAsPromised(run, series));
        }
        wrong.forEach((series, sentences) -> alarm.isNotAsPromised(run, series, String.join("; ", sentences)));
        if (!wrong.isEmpty()) {
            throw new BackupRefused(
                    wrong.values().stream().flatMap(List::stream).collect(Collectors.joining("; ")));
        }
        return BackupWords.judged(good, only.isEmpty());
    }

    private static List<String> wrong(String series, Map<String, List<String>> wrong) {
        return wrong.computeIfAbsent(series, name -> new ArrayList<>());
    }

    /** The series that something is promised or stored of. */
    private Stream<String> looked() {
        return Stream.concat(
                        settings.promises().keySet().stream(),
                        backups.stored().stream().map(Backup::series))
                .distinct();
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
