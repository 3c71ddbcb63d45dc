package io.upkeep.backup;

import com.github.luben.zstd.ZstdInputStream;
import io.upkeep.backup.seal.Seal;
import io.upkeep.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Iterator;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Reads a stored archive to its last byte and compares it with the manifest: the whole, and every entry's path, kind, size,
 * mode, link and content. Memory does not grow with the archive. A thread of its own reads, hashes the whole and opens what is
 * sealed while the entries are compared; it has ended when there is a verdict.
 */
final class Verification {

    private static final int BUFFER = 64 * 1024;

    private Verification() {}

    /** What a verification found. */
    sealed interface Verdict {}

    /** Every entry and the whole are as the manifest says. */
    record Intact(long entries, long bytes) implements Verdict {}

    /** Not the archive of the manifest; the reason names the first difference. */
    record Broken(String reason) implements Verdict {}

    /** Takes files as they come from the archive, whose hashes are known only afterwards. */
    @FunctionalInterface
    interface FileTaker {

        /** Nobody takes them. */
        FileTaker NOBODY = (path, content) -> {};

        /** May read less than all of the content. */
        void take(String path, InputStream content) throws IOException;
    }

    /** Compares an archive that is not sealed; the stream is read but not closed. */
    static Verdict verify(InputStream archive, Manifest manifest) {
        return verify(archive, manifest, Seal.NONE, FileTaker.NOBODY);
    }

    /**
     * Compares; the stream is read but not closed. A stream that fails to be read is {@link Broken}, too, and so is one whose
     * files are refused by whoever takes them.
     *
     * @throws UncheckedIOException when the thread is interrupted: that says nothing about the archive
     */
    static Verdict verify(InputStream archive, Manifest manifest, Seal seal, FileTaker files) {
        MessageDigest whole = Sha256.digest();
        Counting counted = new Counting(new DigestInputStream(archive, whole));
        return verdict(manifest, () -> {
            Verdict entries = entries(counted, manifest, seal, files);
            if (entries instanceof Broken) {
                return entries;
            }
            counted.transferTo(OutputStream.nullOutputStream());
            return whole(counted.bytes(), Sha256.hex(whole), manifest);
        });
    }

    /** The same for an archive whose size and hash were compared already: its entries only. */
    static Verdict verifyEntries(InputStream archive, Manifest manifest, Seal seal, FileTaker files) {
        return verdict(manifest, () -> entries(archive, manifest, seal, files));
    }

    @FunctionalInterface
    private interface Reading {
        Verdict read() throws IOException;
    }

    private static Verdict verdict(Manifest manifest, Reading archive) {
        int known = manifest.sealed() == null ? Manifest.FORMAT_VERSION : Manifest.SEALED_VERSION;
        if (manifest.formatVersion() != known) {
            return new Broken("the manifest has format %d, this version of Upkeep reads %d and %d"
                    .formatted(manifest.formatVersion(), Manifest.FORMAT_VERSION, Manifest.SEALED_VERSION));
        }
        try {
            return archive.read();
        } catch (IOException | BackupRefused | IllegalArgumentException | ArithmeticException broken) {
            if (Thread.currentThread().isInterrupted()) {
                throw new UncheckedIOException(
                        new InterruptedIOException("the archive was not read to its end: " + broken.getMessage()));
            }
            return unreadable(broken);
        }
    }

    /** The words of libraries end as they like; a sentence goes on behind these. */
    private static Broken unreadable(Exception broken) {
        return new Broken("the archive cannot be read to its end: "
                + String.valueOf(broken.getMessage()).replaceFirst("\\.$", ""));
    }

    private static Verdict entries(InputStream archive, Manifest manifest, Seal seal, FileTaker files)
            throws IOException {
        InputStream open = manifest.sealed() == null
                ? archive
                : seal.opening(archive, manifest.id().toString());
        try (ReadAhead ahead = new ReadAhead(open, "archive-ahead");
                InputStream plain = new ZstdInputStream(ahead)) {
            String difference = compare(
                    new TarArchiveInputStream(plain, "UTF-8"),
                    manifest.entries().iterator(),
                    files);
            if (difference == null && hasContent(plain)) {
                difference = "there is content after the end of the tar";
            }
            return difference == null
                    ? new Intact(manifest.entries().size(), manifest.archive().bytes())
                    : new Broken(difference);
        }
    }

    /** Compares size and hash only, as who cannot open a sealed archive can; the stream is read but not closed. */
    static Verdict verifyBytes(InputStream archive, Manifest manifest) {
        MessageDigest whole = Sha256.digest();
        Counting counted = new Counting(new DigestInputStream(archive, whole));
        try {
            counted.transferTo(OutputStream.nullOutputStream());
        } catch (IOException broken) {
            return unreadable(broken);
        }
        return whole(counted.bytes(), Sha256.hex(whole), manifest);
    }

    /** Compares size and hash of the whole with the manifest. */
    static Verdict whole(long bytes, String sha256, Manifest manifest) {
        if (bytes != manifest.archive().bytes()) {
            return new Broken("the archive has %d bytes, the manifest says %d"
                    .formatted(bytes, manifest.archive().bytes()));
        }
        return sha256.equals(manifest.archive().sha256())
                ? new Intact(manifest.entries().size(), bytes)
                : new Broken("the archive's SHA-256 is %s, the manifest says %s"
                        .formatted(sha256, manifest.archive().sha256()));
    }

    private static String compare(TarArchiveInputStream tar, Iterator<Manifest.Entry> expected, FileTaker files)
            throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            if (!expected.hasNext()) {
                return "entry '" + EntryPath.shown(entry.getName()) + "' is not in the manifest";
            }
            String difference = compare(tar, entry, expected.next(), files, buffer);
            if (difference != null) {
                return difference;
            }
        }
        return expected.hasNext()
                ? "entry '" + EntryPath.shown(expected.next().path()) + "' is in the manifest but not in the archive"
                : null;
    }

    private static String compare(
            TarArchiveInputStream tar, TarArchiveEntry entry, Manifest.Entry expected, FileTaker files, byte[] buffer)
            throws IOException {
        boolean file = expected.kind() == Manifest.Kind.FILE;
        Manifest.Entry found = new Manifest.Entry(
                EntryPath.checked("archive", entry.getName()),
                ArchiveWriter.kind(entry),
                entry.getSize(),
                file && entry.getSize() == expected.size() ? hash(expected.path(), tar, files, buffer) : null,
                "%04o".formatted(entry.getMode() & 07777),
                entry.isSymbolicLink() ? entry.getLinkName() : null);
        return found.equals(expected) ? null : "found %s, the manifest says %s".formatted(text(found), text(expected));
    }

    private static String text(Manifest.Entry entry) {
        return EntryPath.shown(entry.toString());
    }

    private static String hash(String path, InputStream file, FileTaker files, byte[] buffer) throws IOException {
        MessageDigest digest = Sha256.digest();
        InputStream content = new DigestInputStream(file, digest);
        files.take(path, content);
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            // what nobody took is hashed, too
        }
        return Sha256.hex(digest);
    }

    /** Reads to the end: only the zeros that fill a tar's last record may come. */
    private static boolean hasContent(InputStream plain) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int read = plain.read(buffer); read >= 0; read = plain.read(buffer)) {
            for (int i = 0; i < read; i++) {
                if (buffer[i] != 0) {
                    return true;
                }
            }
        }
        return false;
    }
}
