package io.upkeep.backup;

import io.upkeep.text.Amount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * The files of a backup into a directory below {@code upkeep.backup.restored}, as routes see it: {@code method: {ref:
 * fileRestoration, method: …}}. Every file is compared with the manifest; only when all are there does the directory get its name.
 */
@Component("fileRestoration")
public class FileRestoration {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,60}");

    private final BackupProof proof;
    private final RestorableBackup restorable;
    private final WorkDirectory work;
    private final Path root;

    FileRestoration(BackupProof proof, RestorableBackup restorable, WorkDirectory work, BackupSettings settings) {
        this.proof = proof;
        this.restorable = restorable;
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
                    "%s is there already; name another directory, or say replace=true (upkeep restore: --replace): it is then put aside"
                            .formatted(root.resolve(to)));
        }
        Map<String, Object> restore = proof.named(runId, id);
        restore.put("to", to);
        restore.put("replace", replace);
        restore.put(
                "said",
                "backup %s of %s comes to %s".formatted(restore.get("id"), restore.get("series"), root.resolve(to)));
        return restore;
    }

    /**
     * Restores what was fetched beside the place.
     *
     * @return what was restored, for people
     * @throws UncheckedIOException when it cannot be written there
     */
    public String restore(Map<String, Object> restore) {
        return restorable.restore(restore, backup -> {
            remove(restore);
            List<Manifest.Entry> entries = backup.manifest().entries();
            try (RestoredTree files = new RestoredTree(beside(restore, "restored"))) {
                backup.read(files);
                files.finish(entries);
            }
            return Amount.of(entries.size(), "entry is here as it was", "entries are here as they were") + " backed up";
        });
    }

    /** Gives the directory its name; what has it is put aside. Says what is where. */
    public String putInPlace(Map<String, Object> restore) {
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
        Path before = beside(restore, "before");
        return "%s is what was backed up%s"
                .formatted(
                        place,
                        Files.exists(before)
                                ? "; what was there is %s now, remove it when nobody needs it".formatted(before)
                                : "");
    }

    /** The reverse: what was put aside has its name again, and what was restored is beside it. May be called again. */
    public String takeBack(Map<String, Object> restore) {
        Path place = root.resolve(BackupTaking.text(restore, "to"));
        Path restored = beside(restore, "restored");
        Path before = beside(restore, "before");
        try {
            if (Files.exists(place) && !Files.exists(restored)) {
                Files.move(place, restored);
            }
            if (Files.exists(before) && !Files.exists(place)) {
                Files.move(before, place);
                return "%s is what it was before".formatted(place);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be put back to %s".formatted(before, place), e);
        }
        return Files.exists(place) ? place + " was not touched" : "there is no %s, as before".formatted(place);
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
