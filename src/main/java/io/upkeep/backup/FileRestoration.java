package io.upkeep.backup;

import io.upkeep.backup.database.CannotRestore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * The files of a backup into a directory below {@code upkeep.backup.restored}, as routes see it: {@code method: {ref:
 * fileRestoration, method: …}}. Every file is compared with the manifest; only when all are there does the directory get its name.
 * Owners and times stay in the archive; links are made last, so that no file is written through one.
 */
@Component("fileRestoration")
public class FileRestoration {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,60}");

    private final BackupProof proof;
    private final Backups backups;
    private final WorkDirectory work;
    private final Path root;

    FileRestoration(BackupProof proof, Backups backups, WorkDirectory work, BackupSettings settings) {
        this.proof = proof;
        this.backups = backups;
        this.work = work;
        this.root = settings.restored().toAbsolutePath().normalize();
    }

    /**
     * Checks what is wished, before anything is fetched.
     *
     * @param to the name of a directory
     * @param replace whether a directory of that name may be put aside
     * @throws BackupRefused when something is there and may not be replaced
     */
    public Map<String, Object> begin(String runId, String id, String to, boolean replace) {
        if (!NAME.matcher(to).matches()) {
            throw new BackupRefused("'%s' is not the name of a directory below %s; write for example files-of-monday"
                    .formatted(EntryPath.shown(to), root));
        }
        if (Files.exists(root.resolve(to)) && !replace) {
            throw new BackupRefused(
                    "%s is there already; name another directory, or say replace=true: it is then put aside"
                            .formatted(root.resolve(to)));
        }
        Map<String, Object> restore = proof.named(runId, id);
        restore.put("to", to);
        restore.put("replace", replace);
        return restore;
    }

    /** Restores what was fetched beside the place. */
    public Map<String, Object> restore(Map<String, Object> restore) {
        StoredBackup fetched = proof.of(restore);
        if (!fetched.opens()) {
            throw new CannotRestore("the backup is sealed to "
                    + fetched.publicManifest().sealed().recipients()
                    + ", and there is none of their identities here (upkeep.backup.identity)");
        }
        Backup known =
                backups.find(UUID.fromString(BackupTaking.text(restore, "id"))).orElseThrow();
        Manifest manifest = fetched.trusted(known.sha256());
        Path place = beside(restore, "restored");
        remove(restore);
        try (RestoredFiles files = new RestoredFiles(name -> inside(place, name))) {
            Files.createDirectories(place);
            Optional<String> difference = fetched.difference(manifest, files);
            if (difference.isPresent()) {
                throw new BackupRefused(difference.get());
            }
            files.finish();
            for (Manifest.Entry entry : manifest.entries()) {
                finish(place, entry);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the files cannot be restored to %s: %s; is there room for them?".formatted(place, e.getMessage()),
                    e);
        }
        Map<String, Object> restored = new LinkedHashMap<>(restore);
        restored.put("entries", manifest.entries().size());
        return restored;
    }

    private static void finish(Path place, Manifest.Entry entry) throws IOException {
        Path path = inside(place, entry.path());
        switch (entry.kind()) {
            case DIRECTORY -> Files.createDirectories(path);
            case FILE -> Files.setPosixFilePermissions(path, permissions(entry.mode()));
            case SYMLINK -> {
                Files.createDirectories(path.getParent());
                Files.createSymbolicLink(path, Path.of(entry.link()));
            }
        }
    }

    private static Path inside(Path place, String name) {
        Path path = place.resolve(EntryPath.checked("archive", name)).normalize();
        if (!path.startsWith(place)) {
            throw new BackupRefused("'" + EntryPath.shown(name) + "' leaves the directory");
        }
        return path;
    }

    /** Reading and writing as it was; no set-user-id, whatever the archive says. */
    private static Set<PosixFilePermission> permissions(String mode) {
        int bits = Integer.parseInt(mode, 8);
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] all = PosixFilePermission.values();
        for (int i = 0; i < all.length; i++) {
            if ((bits & (0400 >> i)) != 0) {
                permissions.add(all[i]);
            }
        }
        return permissions;
    }

    /** Gives the directory its name; what has it is put aside. */
    public Map<String, Object> putInPlace(Map<String, Object> restore) {
        Path place = root.resolve(BackupTaking.text(restore, "to"));
        try {
            if (Files.exists(beside(restore, "restored"))) {
                if (Files.exists(place)) {
                    Files.move(place, beside(restore, "before"));
                }
                Files.move(beside(restore, "restored"), place);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the restored files cannot be put to " + place, e);
        }
        Map<String, Object> placed = new LinkedHashMap<>(restore);
        placed.put("place", place.toString());
        return placed;
    }

    /** Removes what was restored and has not its name yet. */
    public String remove(Map<String, Object> restore) {
        work.deleteTree(beside(restore, "restored"));
        return "what was restored is removed";
    }

    private Path beside(Map<String, Object> restore, String why) {
        return root.resolve("%s.%s-%s"
                .formatted(
                        BackupTaking.text(restore, "to"),
                        why,
                        BackupTaking.text(restore, "runId").substring(0, 8)));
    }
}
