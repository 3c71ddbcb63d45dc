package io.upkeep.backup;

import io.upkeep.backup.retention.Kept;
import io.upkeep.backup.retention.RetentionRules;
import io.upkeep.backup.retention.RetentionRules.Verdict;
import io.upkeep.backup.retention.RetentionWords;
import io.upkeep.text.Amount;
import io.upkeep.text.Interrupt;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
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
    private final JdbcLeftovers leftovers;
    private final BackupSettings settings;
    private final Clock clock;

    BackupRetention(Backups backups, JdbcLeftovers leftovers, BackupSettings settings, Clock clock) {
        this.backups = backups;
        this.leftovers = leftovers;
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
     * The ids of the backups to remove: what no rule keeps, then what is left of failed ones.
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
        leftovers.due().forEach(id -> going.add(id.toString()));
        return going.stream().limit(AT_ONCE).toList();
    }

    /** What goes and what stays, in words. */
    public String words(List<String> going) {
        Set<String> stored = new HashSet<>(going);
        List<String> left = leftovers.due().stream()
                .map(UUID::toString)
                .filter(stored::remove)
                .toList();
        String words = RetentionWords.of(verdicts(), stored);
        return left.isEmpty()
                ? words
                : words + "\n"
                        + Amount.of(left.size(), "failed backup goes", "failed backups go")
                        + ", of which the store may have something left";
    }

    /** What a route needs to remove one that was chosen. */
    public Map<String, Object> named(String runId, String id) {
        return backups.find(UUID.fromString(id)).orElseThrow().named(runId);
    }

    /**
     * Notes that a failed backup could not be removed from the store.
     *
     * @return the same, for people
     */
    public String leftBehind(Map<String, Object> backup, Exception failure) throws Exception {
        Interrupt.passOn(failure);
        String why = "the store may still have it, since it could not be removed (%s); expire-backups does that later"
                .formatted(failure.getMessage());
        leftovers.note(backup, why);
        return backup.get("key") + ": " + why;
    }

    /** Enters in the catalogue that a backup was removed from the store. */
    public String expired(Map<String, Object> backup) {
        UUID id = UUID.fromString(BackupTaking.text(backup, "id"));
        if (leftovers.removed(id)) {
            return backup.get("key") + ": it had failed";
        }
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
