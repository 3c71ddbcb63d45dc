package io.upkeep.backup;

import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.springframework.stereotype.Component;

/**
 * The files of a host in a backup into a directory of a host, as routes see it: {@code method: {ref: hostRestoration, method: …}}.
 * The archive is compared with its manifest to the last byte before anything of it is sent; what the host has written is compared
 * with the sums of the manifest afterwards. Memory does not grow with the files: they pass through the run's work directory.
 */
@Component("hostRestoration")
public class HostRestoration {

    /** Two names at least: never / or /etc itself; none begins with a dot. */
    private static final Pattern DIRECTORY = Pattern.compile("(/[A-Za-z0-9_][A-Za-z0-9._-]{0,60}){2,20}");

    private static final String PLACE = "files-for-host";

    private final BackupProof proof;
    private final RestorableBackup restorable;
    private final Backups backups;
    private final WorkDirectory work;
    private final Inventory inventory;

    HostRestoration(
            BackupProof proof, RestorableBackup restorable, Backups backups, WorkDirectory work, Inventory inventory) {
        this.proof = proof;
        this.backups = backups;
        this.restorable = restorable;
        this.work = work;
        this.inventory = inventory;
    }

    /**
     * Checks what is wished, before anything is fetched; changes nothing.
     *
     * @param from the host whose files they were
     * @return a sentence: what comes where
     * @throws BackupRefused when there is no such backup or host, the backup has nothing of that host, or the directory is none that
     *     could be restored to
     */
    public String look(String id, String from, String host, String directory) {
        if (inventory
                .find(host)
                .filter(target -> target.kind() == TargetKind.HOST)
                .isEmpty()) {
            throw new BackupRefused("'%s' is no host; write one of %s"
                    .formatted(
                            EntryPath.shown(host),
                            inventory.all().stream()
                                    .filter(target -> target.kind() == TargetKind.HOST)
                                    .map(Target::name)
                                    .toList()));
        }
        if (!DIRECTORY.matcher(directory).matches()) {
            throw new BackupRefused("'%s' is no directory to restore to; write for example /srv/restored-monday"
                    .formatted(EntryPath.shown(directory)));
        }
        Backup backup = StoredId.of(backups, id);
        requireFilesOf(backup, from);
        return "the files of %s in backup %s come to %s, into %s".formatted(from, backup.id(), host, directory);
    }

    /** As far as the catalogue knows; what it does not know, the manifest tells when it is fetched. */
    private static void requireFilesOf(Backup backup, String host) {
        List<String> hosts = backup.hosts();
        if (hosts == null || hosts.contains(host)) {
            return;
        }
        throw new BackupRefused("backup %s of %s has no files of '%s'; it has %s"
                .formatted(
                        backup.id(),
                        backup.series(),
                        EntryPath.shown(host),
                        hosts.isEmpty()
                                ? "none of any host; upkeep backup list shows others"
                                : "those of %s: write for example from=%s (upkeep restore: --of %s)"
                                        .formatted(String.join(", ", hosts), hosts.get(0), hosts.get(0))));
    }

    /** What a route needs to fetch the backup. */
    public Map<String, Object> begin(String runId, String id, String from) {
        Map<String, Object> restore = proof.named(runId, id);
        restore.put("from", from);
        return restore;
    }

    /**
     * Compares what was fetched with its manifest, and packs the files of the one host.
     *
     * @return the restore with {@code files} and {@code entries}
     * @throws BackupRefused when it holds nothing of that host
     */
    public Map<String, Object> pack(Map<String, Object> restore) {
        return restorable.restore(restore, backup -> packed(restore, backup));
    }

    private Map<String, Object> packed(Map<String, Object> restore, RestorableBackup.Opened backup) {
        HostFiles files = HostFiles.of(backup.manifest(), BackupTaking.text(restore, "from"));
        work.below(BackupTaking.run(restore), PLACE);
        try (TarArchiveOutputStream tar = HostFiles.tar(Files.newOutputStream(tarOf(restore)));
                BufferedWriter sums = Files.newBufferedWriter(sumsOf(restore))) {
            files.writeDirectories(tar);
            backup.read((path, content) -> files.writeFile(path, content, tar));
            files.writeLinks(tar);
            files.writeSums(sums);
            tar.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the files cannot be packed in %s: %s; is there room for them?"
                            .formatted(work.of(BackupTaking.run(restore)), e.getMessage()),
                    e);
        }
        Map<String, Object> packed = new LinkedHashMap<>(restore);
        packed.put("files", files.count());
        packed.put("entries", files.entries());
        return packed;
    }

    /** The files, as a tar that a host unpacks. */
    public File tar(Map<String, Object> restore) {
        return tarOf(restore).toFile();
    }

    /** Their sums, as {@code sha256sum --check} reads them. */
    public File sums(Map<String, Object> restore) {
        return sumsOf(restore).toFile();
    }

    private Path tarOf(Map<String, Object> restore) {
        return work.of(BackupTaking.run(restore)).resolve(PLACE).resolve("files.tar");
    }

    private Path sumsOf(Map<String, Object> restore) {
        return work.of(BackupTaking.run(restore)).resolve(PLACE).resolve("sums");
    }

    /** The hosts that a manifest has files of. */
    static List<String> hosts(Manifest manifest) {
        return manifest.sources().stream()
                .map(Manifest.Source::name)
                .filter(name -> name.startsWith(HostFiles.HOSTS))
                .map(name -> name.substring(HostFiles.HOSTS.length()))
                .toList();
    }
}
