package io.upkeep.backup;

import io.upkeep.backup.database.CannotRestore;
import io.upkeep.backup.seal.Seal;
import io.upkeep.text.Sha256;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Map;
import java.util.UUID;
import org.apache.commons.io.input.TaggedInputStream;

/**
 * A stored backup's objects, fetched into a directory of their own. Nothing in an archive is used before its hash is the one
 * that the catalogue has: whoever can write to the store must not be able to have anything executed here. An archive that this
 * process has fetched was hashed on the way; any other is read as a whole for that.
 */
final class StoredBackup {

    private final Path directory;
    private final UUID id;
    private final Seal seal;
    private final Map<Path, Hashed> fetched;

    /** @param fetched what this process fetched and has not used yet, by its place; for many threads */
    StoredBackup(Path directory, UUID id, Seal seal, Map<Path, Hashed> fetched) {
        this.directory = directory;
        this.id = id;
        this.seal = seal;
        this.fetched = fetched;
    }

    /** What an archive was when it was fetched. */
    record Hashed(long bytes, String sha256) {}

    /** What is fetched. */
    enum Part {
        MANIFEST,
        CONTENTS,
        ARCHIVE;

        String file() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Keeps an object; closes the stream. */
    void fetch(Part part, InputStream stored) {
        Path file = directory.resolve(part.file());
        fetched.remove(file);
        try (stored) {
            MessageDigest digest = Sha256.digest();
            long bytes;
            try (OutputStream out = new WriteBehind(
                    new DigestOutputStream(Files.newOutputStream(file), digest), "fetched-" + part.file())) {
                bytes = stored.transferTo(out);
            }
            if (part == Part.ARCHIVE) {
                fetched.put(file, new Hashed(bytes, Sha256.hex(digest)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the %s of backup %s cannot be fetched to %s: %s"
                            .formatted(part.file(), id, directory, e.getMessage()),
                    e);
        }
    }

    /**
     * The manifest with all entries, after the archive's hash was compared.
     *
     * @param sha256 of the archive, as the catalogue has it
     * @throws CannotRestore when nobody here can open it
     * @throws BackupDamaged when it is not the archive of the catalogue, or the manifests do not fit
     */
    Manifest trusted(String sha256) {
        Manifest open = publicManifest();
        if (open.sealed() != null && !seal.opens(open.sealed().recipients())) {
            throw new CannotRestore("the backup is sealed to " + open.sealed().recipients()
                    + ", and there is none of their identities here (upkeep.backup.identity)");
        }
        if (!open.id().equals(id) || !open.archive().sha256().equals(sha256)) {
            throw new BackupDamaged("the stored manifest is that of another archive than the catalogue has");
        }
        if (whole(open) instanceof Verification.Broken broken) {
            throw new BackupDamaged(broken.reason());
        }
        return open.sealed() == null ? open : contents(open);
    }

    private Manifest publicManifest() {
        try {
            return ManifestJson.read(directory.resolve(Part.MANIFEST.file()));
        } catch (BackupRefused damaged) {
            throw new BackupDamaged(damaged.getMessage(), damaged);
        }
    }

    /** What was hashed while it was fetched counts once: whoever asks again may have the file from somewhere else. */
    private Verification.Verdict whole(Manifest open) {
        Path file = directory.resolve(Part.ARCHIVE.file());
        Hashed known = fetched.remove(file);
        if (known != null) {
            return Verification.whole(known.bytes(), known.sha256(), open);
        }
        try (InputStream archive = Files.newInputStream(file)) {
            return Verification.verifyBytes(archive, open);
        } catch (IOException e) {
            throw new UncheckedIOException("the fetched archive cannot be read", e);
        }
    }

    private Manifest contents(Manifest open) {
        try (InputStream sealed =
                        new BufferedInputStream(Files.newInputStream(directory.resolve(Part.CONTENTS.file())));
                InputStream opened = seal.opening(sealed, id.toString())) {
            Manifest whole = ManifestJson.read(opened, "sealed list of contents");
            if (!whole.archive().equals(open.archive())) {
                throw new BackupDamaged("the sealed contents are those of another archive");
            }
            return whole;
        } catch (IOException e) {
            throw new BackupDamaged("the sealed contents cannot be opened: " + e.getMessage(), e);
        } catch (BackupRefused damaged) {
            throw new BackupDamaged(damaged.getMessage(), damaged);
        }
    }

    /**
     * Reads the archive, comparing every entry, and gives its files to the taker.
     *
     * @param manifest the trusted one
     * @throws BackupDamaged when something is not as it was
     * @throws BackupRefused when the taker refuses a file
     * @throws UncheckedIOException when the taker cannot write it, or the archive cannot be read: that says nothing about it
     */
    void read(Manifest manifest, Verification.FileTaker files) {
        Taking taking = new Taking(files);
        try (InputStream archive = Files.newInputStream(directory.resolve(Part.ARCHIVE.file()))) {
            Verification.Verdict verdict = Verification.verifyEntries(archive, manifest, seal, taking);
            if (taking.failure != null) {
                throw taking.failure;
            }
            if (verdict instanceof Verification.Broken broken) {
                throw new BackupDamaged(broken.reason());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the fetched archive cannot be read: " + e.getMessage(), e);
        }
    }

    /** Keeps what a taker threw, that a verification takes for the archive's fault. */
    private static final class Taking implements Verification.FileTaker {

        private final Verification.FileTaker files;
        private RuntimeException failure;

        Taking(Verification.FileTaker files) {
            this.files = files;
        }

        @Override
        public void take(String path, InputStream content) throws IOException {
            TaggedInputStream read = new TaggedInputStream(content);
            try {
                files.take(path, read);
            } catch (BackupRefused refused) {
                failure = refused;
                throw refused;
            } catch (IOException e) {
                if (!read.isCauseOf(e)) {
                    failure = new UncheckedIOException(
                            "a file of the backup cannot be written: %s; is there room for it?"
                                    .formatted(e.getMessage()),
                            e);
                }
                read.throwIfCauseOf(e);
                throw e;
            }
        }
    }
}
