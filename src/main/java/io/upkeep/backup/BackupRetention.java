package io.upkeep.backup;

import io.upkeep.backup.retention.Kept;
import io.upkeep.backup.retention.RetentionRules;
import io.upkeep.backup.retention.RetentionRules.Verdict;
import io.upkeep.backup.retention.RetentionWords;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Which backups stay and which go, as routes see it: {@code method: {ref: backupRetention, method: …}}. */
@Component("backupRetention")
public class BackupRetention {

    private static final int AT_ONCE = 500;

    private final Backups backups;
    private final BackupSettings settings;
    private final Clock clock;

    BackupRetention(Backups backups, BackupSettings settings, Clock clock) {
        this.backups = backups;
        this.settings = settings;
        this.clock = clock;
    }

    /** One verdict for each stored backup with its reasons, by series. */
    public Map<String, List<Verdict>> verdicts() {
        Map<String, List<Kept>> series = backups.stored().stream()
                .map(BackupHealth::kept)
                .collect(Collectors.groupingBy(Kept::series, TreeMap::new, Collectors.toList()));
        Map<String, List<Verdict>> verdicts = new TreeMap<>();
        series.forEach((name, stored) ->
                verdicts.put(name, RetentionRules.decide(stored, settings.retention(name), clock.instant())));
        return verdicts;
    }

    /**
     * The ids of the backups to remove.
     *
     * @throws BackupRefused when that were more of a series than may go at once: a rule, a clock or the catalogue may be wrong
     */
    public List<String> choose() {
        List<String> going = new ArrayList<>();
        verdicts().forEach((series, verdicts) -> {
            List<Verdict> own =
                    verdicts.stream().filter(verdict -> !verdict.stays()).toList();
            if (own.size() > 1 && own.size() * 100 > verdicts.size() * settings.mostExpired()) {
                throw new BackupRefused(
                        ("%d of %d backups of %s would be removed, more than %d percent at once; look at 'upkeep backup"
                                        + " retention', and if that is right raise upkeep.backup.most-expired for one run")
                                .formatted(own.size(), verdicts.size(), series, settings.mostExpired()));
            }
            own.forEach(verdict -> going.add(verdict.id().toString()));
        });
        return going.stream().limit(AT_ONCE).toList();
    }

    /** What goes and what stays, in words. */
    public String words(List<String> going) {
        return RetentionWords.of(verdicts(), Set.copyOf(going));
    }

    /** Enters in the catalogue that a backup was removed from the store. */
    public String expired(Map<String, Object> backup) {
        UUID id = UUID.fromString(BackupTaking.text(backup, "id"));
        String why = verdicts().values().stream()
                .flatMap(List::stream)
                .filter(verdict -> verdict.id().equals(id))
                .map(verdict -> String.join(", ", verdict.reasons()))
                .findFirst()
                .orElse("removed");
        backups.move(id, BackupState.EXPIRED, why);
        return backup.get("key") + ": " + why;
    }
}
