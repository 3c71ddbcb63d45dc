package io.upkeep.backup;

import io.upkeep.target.HostStreams;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The backup as routes see it: {@code bean: {ref: backupArchive, method: …}}. A backup is a map that a route keeps in a
 * variable from step to step (strings and numbers only); files lie in the run's work directory. Every method may be called
 * again with the same arguments, as a resumed run does.
 */
@Component("backupArchive")
public class BackupArchive {

    private static final Logger LOG = LoggerFactory.getLogger(BackupArchive.class);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss").withZone(ZoneOffset.UTC);
    private static final List<String> PLACES =
            List.of(Collected.CACHE, Collected.DATABASE, Collected.HOSTS, Collected.KUBERNETES);

    private final WorkDirectory work;
    private final Backups backups;
    private final BackupTaking taking;
    private final BackupAlarm alarm;
    private final Clock clock;
    private final Map<UUID, IncomingFiles> incoming = new ConcurrentHashMap<>();

    BackupArchive(WorkDirectory work, Backups backups, BackupTaking taking, BackupAlarm alarm, Clock clock) {
        this.taking = taking;
        this.alarm = alarm;
        this.work = work;
        this.backups = backups;
        this.clock = clock;
    }

    /**
     * Begins a backup with an empty work directory.
     *
     * @param series where it will lie in the store: {@code configuration}
     * @return id, runId, pipeline, series, createdAt, and the names in the store of archive, manifest and, where archives are
     *     sealed, contents: key, manifestKey, contentsKey
     */
    public Map<String, Object> begin(String runId, String pipeline, String series) {
        UUID run = UUID.fromString(runId);
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        work.clearIncoming(pipeline);
        makeEmpty(run);
        String name = series + "/" + STAMP.format(now) + "-" + runId.substring(0, 8);
        Map<String, Object> backup = new LinkedHashMap<>();
        backup.put("id", id(run).toString());
        backup.put("runId", runId);
        backup.put("pipeline", pipeline);
        backup.put("series", series);
        backup.put("createdAt", now.toString());
        backup.put("key", name + ".tar.zst");
        backup.put("manifestKey", name + ".manifest.json");
        backup.put("contentsKey", taking.seals() ? name + ".contents.sealed" : "");
        return backup;
    }

    private void makeEmpty(UUID run) {
        Path directory = work.fresh(run);
        PLACES.forEach(place -> make(directory.resolve(place)));
    }

    /**
     * Takes over the files that {@code fleet} with {@code output=file} stored, one per host.
     *
     * @param place hosts (tars) or kubernetes (YAML)
     * @param outcomes fleet's body: per host the path and bytes
     * @return per host the bytes, small enough for a checkpoint
     */
    public Map<String, Object> collect(
            Map<String, Object> backup, String place, Map<String, Map<String, Object>> outcomes) {
        if (!PLACES.contains(place)) {
            throw new IllegalArgumentException(
                    "'%s' is no place to collect into; write one of %s".formatted(place, PLACES));
        }
        Map<String, Object> bytes = new LinkedHashMap<>();
        outcomes.forEach((host, outcome) -> {
            Path stored = Path.of(Objects.toString(outcome.get("path"), ""));
            work.take(stored, directory(backup).resolve(place).resolve(host));
            bytes.put(host, outcome.get("bytes"));
        });
        return bytes;
    }

    /**
     * Begins an archive of what hosts are about to send: the body for {@code fleet} with {@code output=stream}. Afterwards comes
     * {@link #taken}.
     *
     * @param directories as for {@link #take}
     */
    public HostStreams takingFiles(Map<String, Object> backup, String directories) {
        IncomingFiles files = new IncomingFiles(
                directory(backup).resolve(Collected.HOSTS),
                Collected.relative(wanted(directories)),
                content -> taking.take(backup, content));
        incoming.put(BackupTaking.run(backup), files);
        return files;
    }

    /** The backup as {@link #take} returns it, when the archive of {@link #takingFiles} is whole. */
    public Map<String, Object> taken(Map<String, Object> backup) {
        return Objects.requireNonNull(
                        incoming.remove(BackupTaking.run(backup)), "nothing was taken; call takingFiles before fleet")
                .taken();
    }

    /**
     * Makes one archive and its manifest of what was collected, and enters it in the catalogue as TAKEN.
     *
     * @param directories directories asked for on every host, separated by commas; missing ones are named in the manifest
     * @param schemaMadeBy what made the database schema
     * @return the backup with sha256, bytes and entries
     */
    public Map<String, Object> take(Map<String, Object> backup, String directories, String schemaMadeBy) {
        Collected collected =
                new Collected(directory(backup), Instant.parse(text(backup, "createdAt")), taking.seals());
        return taking.take(backup, writer -> collected.writeTo(writer, wanted(directories), schemaMadeBy));
    }

    private static List<String> wanted(String directories) {
        return directories.isEmpty() ? List.of() : Arrays.asList(directories.split(",", -1));
    }

    /**
     * The archive that is about to be written, for whoever follows it: not there yet, in an empty work directory. An earlier try
     * may have left something, or was made elsewhere.
     */
    public File newFile(Map<String, Object> backup) {
        makeEmpty(BackupTaking.run(backup));
        return file(backup);
    }

    /** The archive, for upload. */
    public File file(Map<String, Object> backup) {
        return directory(backup).resolve(BackupTaking.ARCHIVE).toFile();
    }

    /** The sealed list of what the archive holds, for upload. */
    public File contents(Map<String, Object> backup) {
        return directory(backup).resolve(BackupTaking.CONTENTS).toFile();
    }

    /** Enters in the catalogue that the store took the archive. */
    public void uploaded(Map<String, Object> backup) {
        backups.move(UUID.fromString(text(backup, "id")), BackupState.UPLOADED);
    }

    /**
     * Compares the archive as the store gives it back with the manifest: every entry where it can be opened here, otherwise its
     * size and hash.
     *
     * @param stored read to its end and closed
     * @return what was compared, for people
     * @throws BackupRefused when it differs; the message names the first difference
     */
    public String verify(Map<String, Object> backup, InputStream stored) {
        Manifest manifest = ManifestJson.read(directory(backup).resolve(BackupTaking.MANIFEST));
        try (stored) {
            Verification.Verdict verdict = opens(manifest)
                    ? Verification.verify(stored, manifest, taking.seal(), Verification.FileTaker.NOBODY)
                    : Verification.verifyBytes(stored, manifest);
            if (verdict instanceof Verification.Broken broken) {
                throw new BackupRefused(("the store gave back another archive than '%s' was: %s; the stored object is "
                                + "removed, find out what damaged it and take the backup again")
                        .formatted(manifest.archive().key(), broken.reason()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the stored archive cannot be closed", e);
        }
        return BackupWords.compared(manifest, opens(manifest));
    }

    /** The manifest as it is stored: of a sealed archive nothing that it holds. */
    public String manifest(Map<String, Object> backup) {
        return ManifestJson.text(ManifestJson.read(directory(backup).resolve(BackupTaking.MANIFEST))
                .open());
    }

    private boolean opens(Manifest manifest) {
        return manifest.sealed() == null
                || taking.seal().opens(manifest.sealed().recipients());
    }

    /**
     * Enters in the catalogue that the backup is verified, if it can be opened here and so every entry was compared. Says so. What
     * it leaves out is an incident until a later one of its series leaves nothing out.
     */
    public String verified(Map<String, Object> backup) {
        boolean proven = opens(ManifestJson.read(directory(backup).resolve(BackupTaking.MANIFEST)));
        if (proven) {
            backups.proven(UUID.fromString(text(backup, "id")), new Backup.Proof(clock.instant(), null, null));
        }
        alarm.leavesOut(text(backup, "runId"), text(backup, "series"), BackupWords.leftOut(backup));
        return BackupWords.counts(backup, proven);
    }

    /**
     * Enters in the catalogue until when the store keeps the backup whatever happens.
     *
     * @param until as ISO 8601; empty: it is not locked
     * @return the same in words; empty when it is not locked
     */
    public String locked(Map<String, Object> backup, String until) {
        if (until.isEmpty()) {
            return "";
        }
        backups.locked(UUID.fromString(text(backup, "id")), Instant.parse(until));
        return "the store lets nobody remove it before " + until;
    }

    /** Removes a run's temporary files. Never fails: a good backup is not given up because a file could not be removed. */
    public void tidy(String runId) {
        try {
            work.delete(UUID.fromString(runId));
        } catch (UncheckedIOException kept) {
            LOG.warn("{}; remove it by hand", kept.getMessage());
        }
    }

    /** Gives a run's backup up, however far it got: catalogue FAILED, temporary files removed. */
    public void discard(String runId, String pipeline, String failure) {
        UUID run = UUID.fromString(runId);
        Instant now = clock.instant();
        String reason = Objects.requireNonNullElse(failure, "the run was rolled back");
        String series = pipeline.replaceFirst("^back-up-", "");
        backups.failed(new Backup(
                id(run),
                run,
                pipeline,
                series,
                BackupState.FAILED,
                now,
                now,
                null,
                null,
                null,
                null,
                0,
                0,
                reason,
                null,
                null,
                null));
        incoming.remove(run);
        work.clearIncoming(pipeline);
        work.delete(run);
    }

    /** One backup per run, so that a step which is run again finds its own. */
    private static UUID id(UUID run) {
        return UUID.nameUUIDFromBytes(("backup:" + run).getBytes(StandardCharsets.UTF_8));
    }

    private Path directory(Map<String, Object> backup) {
        return taking.directory(backup);
    }

    private static String text(Map<String, Object> backup, String key) {
        return BackupTaking.text(backup, key);
    }

    private static void make(Path directory) {
        try {
            Files.createDirectory(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + directory, e);
        }
    }
}
