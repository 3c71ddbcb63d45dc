package io.upkeep.backup;

import io.upkeep.backup.database.CannotRestore;
import io.upkeep.backup.seal.Seal;
import io.upkeep.backup.store.StoreFault;
import io.upkeep.text.Interrupt;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * The proof that stored backups can be restored, as routes see it: {@code method: {ref: backupProof, method: …}}. A route
 * fetches manifest, contents and archive; {@link #prove} compares every entry, restores databases into a PostgreSQL to throw
 * away, compares those with their fingerprints, and enters the result in the catalogue.
 */
@Component("backupProof")
public class BackupProof {

    /** A backup that is younger is still in the hands of the run that takes it. */
    private static final Duration TAKING = Duration.ofMinutes(15);
    /** A proof that is younger need not be repeated. */
    private static final Duration FRESH = Duration.ofHours(20);

    private static final String NOT_TRIED = "could not be proven: ";

    private static final String WITH_FILES = "withFiles";

    private final Backups backups;
    private final WorkDirectory work;
    private final Seal seal;
    private final Clock clock;
    private final String path;
    /** By the place where a run fetches it to: what another run fetched before is not part of how long this one takes. */
    private final Map<Path, Long> fetchedSince = new ConcurrentHashMap<>();

    private final Map<Path, StoredBackup.Hashed> fetched = new ConcurrentHashMap<>();

    BackupProof(
            Backups backups,
            WorkDirectory work,
            Seal seal,
            Clock clock,
            @Value("${upkeep.backup.pg-programs:${PATH:}}") String path) {
        this.backups = backups;
        this.work = work;
        this.seal = seal;
        this.clock = clock;
        this.path = path;
    }

    /**
     * The ids of the backups that are to be proven: one that is named, or all that never were, and the newest of each series
     * whose proof is a day old.
     */
    public List<String> due(String wanted) {
        if (!wanted.isEmpty()) {
            return List.of(StoredId.of(backups, wanted).id().toString());
        }
        Instant now = clock.instant();
        Map<String, Backup> newest = new LinkedHashMap<>();
        List<Backup> stored = backups.stored();
        stored.stream()
                .filter(backup -> backup.proof() != null)
                .forEach(backup -> newest.putIfAbsent(backup.series(), backup));
        return stored.stream()
                .filter(backup -> backup.proof() == null
                        ? backup.changedAt().isBefore(now.minus(TAKING))
                        : backup.equals(newest.get(backup.series()))
                                && backup.proof().at().isBefore(now.minus(FRESH)))
                .map(backup -> backup.id().toString())
                .toList();
    }

    /** What a route needs to fetch a backup: id, runId, series, key, manifestKey, and contentsKey, empty when it is not sealed. */
    public Map<String, Object> named(String runId, String id) {
        return StoredId.of(backups, id).named(runId);
    }

    /** Keeps an object of a backup, for {@link #prove}: {@code manifest}, {@code contents} or {@code archive}. */
    public Map<String, Object> fetch(Map<String, Object> backup, String part, InputStream stored) {
        fetchedSince.putIfAbsent(place(backup), System.nanoTime());
        of(backup).fetch(StoredBackup.Part.valueOf(part.toUpperCase(java.util.Locale.ROOT)), stored);
        return backup;
    }

    StoredBackup of(Map<String, Object> backup) {
        UUID id = UUID.fromString(BackupTaking.text(backup, "id"));
        return new StoredBackup(place(backup), id, seal, fetched);
    }

    private Path place(Map<String, Object> backup) {
        return work.below(BackupTaking.run(backup), "fetched-" + UUID.fromString(BackupTaking.text(backup, "id")));
    }

    /** Has {@link #prove} restore every file, not just databases, as after a disaster: what it says then is how long all took. */
    public Map<String, Object> withFiles(Map<String, Object> backup) {
        Map<String, Object> wanted = new LinkedHashMap<>(backup);
        wanted.put(WITH_FILES, true);
        return wanted;
    }

    /**
     * Proves what was fetched, and enters in the catalogue what came of it; nothing where the thread is interrupted, which it throws.
     *
     * @return id, series, {@code verdict} (VERIFIED, BROKEN, or NOT_POSSIBLE: it could not be tried here), {@code reason},
     *     {@code restoreSeconds} (fetching, opening, restoring and comparing), {@code rows}, {@code newestRow}
     */
    public Map<String, Object> prove(Map<String, Object> backup) {
        UUID id = UUID.fromString(BackupTaking.text(backup, "id"));
        Map<String, Object> outcome = new LinkedHashMap<>();
        outcome.put("id", id.toString());
        outcome.put("series", backup.get("series"));
        try {
            outcome.putAll(proven(id, of(backup), backup));
            outcome.put("verdict", "VERIFIED");
        } catch (BackupRefused | BackupDamaged | CannotRestore | UncheckedIOException failed) {
            if (Interrupt.is(failed)) {
                throw failed;
            }
            if (failed instanceof BackupRefused || failed instanceof BackupDamaged) {
                broken(id, failed.getMessage(), outcome);
            } else {
                notTried(id, failed.getMessage(), outcome);
            }
        } finally {
            forget(id, backup);
        }
        return outcome;
    }

    private void broken(UUID id, String reason, Map<String, Object> outcome) {
        backups.move(id, BackupState.BROKEN, reason);
        outcome.put("verdict", "BROKEN");
        outcome.put("reason", reason);
    }

    private void notTried(UUID id, String reason, Map<String, Object> outcome) {
        backups.note(id, NOT_TRIED + reason);
        outcome.put("verdict", "NOT_POSSIBLE");
        outcome.put("reason", reason);
    }

    /** Why it is not proven, as the catalogue has it. */
    static String reason(Backup backup) {
        return Objects.toString(backup.reason(), "it was not tried").replaceFirst("^" + NOT_TRIED, "");
    }

    /** What it means that a backup could not be fetched; as {@link #prove}. */
    public Map<String, Object> notFetched(Map<String, Object> backup, Exception failure) throws Exception {
        UUID id = UUID.fromString(BackupTaking.text(backup, "id"));
        forget(id, backup);
        Interrupt.passOn(failure);
        Map<String, Object> outcome = new LinkedHashMap<>();
        outcome.put("id", id.toString());
        outcome.put("runId", backup.get("runId"));
        outcome.put("series", backup.get("series"));
        if (failure instanceof NoSuchKeyException || failure.getCause() instanceof NoSuchKeyException) {
            broken(id, "it is not in the store any more, or not as a whole", outcome);
        } else {
            String why = failure instanceof SdkException
                    ? StoreFault.words(failure, "", "").orElseThrow()
                    : failure.getMessage();
            notTried(id, "the store does not give it: " + why, outcome);
        }
        return outcome;
    }

    private void forget(UUID id, Map<String, Object> backup) {
        fetchedSince.keySet().removeIf(file -> file.startsWith(work.of(BackupTaking.run(backup))));
        fetched.keySet().removeIf(file -> file.startsWith(work.of(BackupTaking.run(backup))));
        work.remove(BackupTaking.run(backup), "fetched-" + id);
    }

    private Map<String, Object> proven(UUID id, StoredBackup fetched, Map<String, Object> backup) {
        Backup known = backups.find(id).orElseThrow();
        Manifest manifest = fetched.trusted(known.sha256());
        long started = fetchedSince.getOrDefault(place(backup), System.nanoTime());
        Path directory = work.below(BackupTaking.run(backup), "trial-" + id);
        boolean withFiles = backup.containsKey(WITH_FILES);
        try (RestoredTree files = new RestoredTree(directory.resolve("files"));
                DumpTrial trial = new DumpTrial(
                        directory, path, known.createdAt(), withFiles ? files : Verification.FileTaker.NOBODY)) {
            fetched.read(manifest, trial);
            trial.compare();
            if (withFiles) {
                files.finish(manifest.entries().stream()
                        .filter(entry -> !DumpTrial.isDump(entry.path()))
                        .toList());
            }
            Double seconds = withFiles || trial.databases() > 0 ? (System.nanoTime() - started) / 1e9 : null;
            backups.proven(
                    id,
                    new Backup.Proof(clock.instant(), seconds, trial.newestRow().orElse(null)));
            Map<String, Object> said = new LinkedHashMap<>();
            said.put("restoreSeconds", seconds);
            said.put("rows", trial.rows());
            said.put("newestRow", trial.newestRow().map(Instant::toString).orElse(null));
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException("the restore cannot be tried: " + e.getMessage(), e);
        } finally {
            work.remove(BackupTaking.run(backup), "trial-" + id);
        }
    }

    /** Says what came of it; fails when a backup was proven to be broken: what has just been taken must be good. */
    public String requireNotBroken(Map<String, Object> outcome) {
        if ("BROKEN".equals(outcome.get("verdict"))) {
            throw new BackupRefused("the backup cannot be restored: " + outcome.get("reason")
                    + "; it is removed, find out what damaged it and take it again");
        }
        return new BackupWords().proven(outcome);
    }
}
