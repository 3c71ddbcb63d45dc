package io.upkeep.backup;

import io.upkeep.backup.retention.Promise;
import io.upkeep.backup.retention.RecoveryCheck;
import io.upkeep.backup.retention.RecoveryCheck.Measured;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * The rehearsal of a disaster, as routes see it: {@code method: {ref: disasterRehearsal, method: …}}. Everything is lost but
 * the store, the catalogue and the key: the newest verified backup of each promised series must be back within its promise.
 */
@Component("disasterRehearsal")
public class DisasterRehearsal {

    private final Backups backups;
    private final BackupSettings settings;
    private final BackupAlarm alarm;
    private final Clock clock;

    DisasterRehearsal(Backups backups, BackupSettings settings, BackupAlarm alarm, Clock clock) {
        this.alarm = alarm;
        this.backups = backups;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * What is to be restored, and since when all is assumed to be lost.
     *
     * @return {@code at}, {@code ids}, and {@code said}, both in words
     * @throws BackupRefused naming all promised series that have no verified backup: that disaster needs no rehearsal
     */
    public Map<String, Object> choose() {
        List<String> ids = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String series : settings.promises().keySet()) {
            newest(series).ifPresentOrElse(backup -> ids.add(backup.id().toString()), () -> missing.add(series));
        }
        if (!missing.isEmpty()) {
            throw new BackupRefused(missing.stream()
                    .map(series -> ("there is no verified backup of %1$s, so nothing of it would come back; take one:"
                                    + " upkeep run back-up-%1$s")
                            .formatted(series))
                    .collect(Collectors.joining("; ")));
        }
        if (ids.isEmpty()) {
            throw new BackupRefused(
                    "nothing is promised, so nothing can be tested; write upkeep.backup.series.<name>.promise in application.yaml");
        }
        Map<String, Object> test = new LinkedHashMap<>();
        test.put("at", clock.instant().toString());
        test.put("ids", ids);
        test.put(
                "said",
                "as if all were lost now, the newest verified backups come back of: "
                        + String.join(", ", settings.promises().keySet()));
        return test;
    }

    private Optional<Backup> newest(String series) {
        return backups.stored().stream()
                .filter(backup -> backup.series().equals(series) && backup.state() == BackupState.VERIFIED)
                .findFirst();
    }

    /**
     * The measured times beside the promised ones, of all that came back. A series that did not is an incident.
     *
     * @throws BackupRefused when one did not, or a promise is not kept; it says the same
     */
    public String judge(String run, Map<String, Object> test) {
        Instant at = Instant.parse(test.get("at").toString());
        List<String> sentences = new ArrayList<>();
        boolean kept = true;
        for (Object id : (List<?>) test.get("ids")) {
            Backup backup = backups.find(UUID.fromString(id.toString())).orElseThrow();
            Optional<Measured> measured = isBack(backup, at)
                    ? Optional.of(measure(backup, settings.promises().get(backup.series()), at))
                    : Optional.empty();
            sentences.add(measured.map(Measured::sentence).orElseGet(() -> lost(run, backup)));
            kept &= measured.map(Measured::kept).orElse(false);
        }
        if (!kept) {
            throw new BackupRefused("a disaster would break promises: " + String.join("; ", sentences));
        }
        return String.join("\n", sentences);
    }

    /** Whether it was restored and compared since then. */
    private static boolean isBack(Backup backup, Instant at) {
        return backup.state() == BackupState.VERIFIED
                && backup.reason() == null
                && !backup.proof().at().isBefore(at);
    }

    private String lost(String run, Backup backup) {
        String sentence = "%s does not come back: %s (backup %s)"
                .formatted(backup.series(), BackupProof.reason(backup), backup.id());
        alarm.isNotAsPromised(run, backup.series(), sentence);
        return sentence;
    }

    private static Measured measure(Backup backup, Promise promise, Instant at) {
        Backup.Proof proof = backup.proof();
        if (proof.restoreSeconds() == null) {
            throw new BackupRefused(
                    "%s was compared again meanwhile without being restored; run test-disaster-recovery again"
                            .formatted(backup.series()));
        }
        Instant newest = proof.newestRow() == null ? backup.createdAt() : proof.newestRow();
        return RecoveryCheck.measure(
                backup.series(), promise, Duration.ofMillis((long) (proof.restoreSeconds() * 1000)), newest, at);
    }
}
