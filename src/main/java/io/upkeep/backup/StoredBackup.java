package io.upkeep.backup;

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
import java.util.Optional;
import java.util.UUID;

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

    /** Whether it can be opened here. */
    boolean opens() {
        Manifest open = publicManifest();
        return open.sealed() == null || seal.opens(open.sealed().recipients());
    }

    Manifest publicManifest() {
        return ManifestJson.read(directory.resolve(Part.MANIFEST.file()));
    }

    /**
     * The manifest with all entries, after the archive's hash was compared.
     *
     * @throws BackupRefused when it is not the archive of the catalogue, or the manifests do not fit
     */
    Manifest trusted(String sha256) {
        Manifest open = publicManifest();
        if (!open.id().equals(id) || !open.archive().sha256().equals(sha256)) {
            throw new BackupRefused("the stored manifest is that of another archive than the catalogue has");
        }
        if (whole(open) instanceof Verification.Broken broken) {
            throw new BackupRefused(broken.reason());
        }
        return open.sealed() == null ? open : contents(open);
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
                throw new BackupRefused("the sealed contents are those of another archive");
            }
            return whole;
        } catch (IOException e) {
            throw new BackupRefused("the sealed contents cannot be opened: " + e.getMessage(), e);
        }
    }

    /**
     * Reads the archive, comparing every entry, and gives its files to the taker. Empty when all is as it was.
     */
    Optional<String> difference(Manifest manifest, Verification.FileTaker files) {
        try (InputStream archive = Files.newInputStream(directory.resolve(Part.ARCHIVE.file()))) {
            return Verification.verify(archive, manifest, seal, files) instanceof Verification.Broken broken
                    ? Optional.of(broken.reason())
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("the fetched archive cannot be read", e);
        }
    }
}
