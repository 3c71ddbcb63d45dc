package io.upkeep.backup;

import io.upkeep.backup.database.CannotRestore;
import io.upkeep.text.Interrupt;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * A stored backup in the hands of a restore, as routes see it: {@code method: {ref: restorableBackup, method: …}}. One that the
 * store has lost, or that turns out not to be what was backed up, is BROKEN from then on and its series an incident; the run
 * fails with another one that can be taken instead.
 */
@Component("restorableBackup")
public class RestorableBackup {

    private final BackupProof proof;
    private final Backups backups;
    private final BackupAlarm alarm;

    RestorableBackup(BackupProof proof, Backups backups, BackupAlarm alarm) {
        this.proof = proof;
        this.backups = backups;
        this.alarm = alarm;
    }

    /** What was fetched, after its hash was compared with the catalogue's. */
    static final class Opened {

        private final StoredBackup fetched;
        private final Manifest manifest;

        private Opened(StoredBackup fetched, Manifest manifest) {
            this.fetched = fetched;
            this.manifest = manifest;
        }

        Manifest manifest() {
            return manifest;
        }

        /** Reads all, comparing every entry, and gives files to the taker. */
        void read(Verification.FileTaker files) {
            fetched.read(manifest, files);
        }
    }

    /**
     * Restores what was fetched.
     *
     * @return what the restore returns
     * @throws CannotRestore when the backup cannot be opened here, or is not what was backed up
     */
    <T> T restore(Map<String, Object> restore, Function<Opened, T> work) {
        UUID id = UUID.fromString(BackupTaking.text(restore, "id"));
        try {
            StoredBackup fetched = proof.of(restore);
            String sha256 = backups.find(id).orElseThrow().sha256();
            return work.apply(new Opened(fetched, fetched.trusted(sha256)));
        } catch (BackupDamaged damaged) {
            if (Interrupt.is(damaged)) {
                throw damaged;
            }
            backups.move(id, BackupState.BROKEN, damaged.getMessage());
            Map<String, Object> outcome = new LinkedHashMap<>(restore);
            outcome.put("verdict", BackupState.BROKEN.name());
            outcome.put("reason", damaged.getMessage());
            throw failure(outcome);
        }
    }

    /**
     * Fails: a backup that is to be restored could not be fetched.
     *
     * @param outcome of {@link BackupProof#notFetched}
     * @throws CannotRestore saying why, and what to restore instead
     */
    public String cannotRestore(Map<String, Object> outcome) {
        throw failure(outcome);
    }

    private CannotRestore failure(Map<String, Object> outcome) {
        Object id = outcome.get("id");
        String why = "backup %s cannot be restored: %s; ".formatted(id, outcome.get("reason"));
        if (!BackupState.BROKEN.name().equals(outcome.get("verdict"))) {
            return new CannotRestore(why + "ask for it again when that is mended");
        }
        String series = BackupTaking.text(outcome, "series");
        String text = why
                + backups.stored().stream()
                        .filter(other -> other.series().equals(series) && other.state() == BackupState.VERIFIED)
                        .findFirst()
                        .map(other -> "the newest verified one of %s is %s of %s: restore that"
                                .formatted(series, other.id(), other.createdAt()))
                        .orElse("no other one of %s is verified: take one with upkeep run back-up-%s"
                                .formatted(series, series));
        alarm.isNotAsPromised(BackupTaking.text(outcome, "runId"), series, text);
        return new CannotRestore(text);
    }
}
