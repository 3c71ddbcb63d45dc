package io.upkeep.backup;

import io.upkeep.backup.seal.Seal;
import io.upkeep.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Writes an archive: entries in ascending order into a PAX tar in zstd frames, with checksums or a seal. Content is hashed
 * while it is written, so a source is read once; memory does not grow with the size of files. Reading and hashing, compressing,
 * and sealing with the file itself go on at once, in three threads; the two others have ended when it is closed. Not for many
 * writers.
 */
final class ArchiveWriter implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;
    /** That of GNU tar; the library's own, of one block, takes 20 calls instead of one. */
    private static final int TAR_RECORD = 20 * 512;

    private final MessageDigest whole = Sha256.digest();
    private final Path archive;
    private final WriteBehind zstd;
    private final TarArchiveOutputStream tar;
    private final List<Manifest.Entry> entries = new ArrayList<>();
    private final byte[] buffer = new byte[BUFFER];
    private String last = "";

    /** Starts an archive that is not sealed; a file that is there is replaced. */
    ArchiveWriter(Path archive) throws IOException {
        this(archive, Seal.NONE, "");
    }

    /** Starts an archive, sealed under a name where that is wished; a file that is there is replaced. */
    ArchiveWriter(Path archive, Seal seal, String name) throws IOException {
        this.archive = archive;
        OutputStream hashed = new DigestOutputStream(new FlushedFile(archive), whole);
        WriteBehind file = new WriteBehind(seal.sealing(hashed, name), "archive-file");
        // a seal notices every damage, and says so before the content is looked at
        ZstdFrames frames = new ZstdFrames(file, !seal.seals());
        // a thread of ours, not one of the library's (setWorkers): with those the same work takes a third more of a
        // processor
        this.zstd = new WriteBehind(frames, "archive-zstd");
        this.tar = new TarArchiveOutputStream(zstd, TAR_RECORD, "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    /**
     * Adds an entry with the owner, times and mode of a template, whose name and content do not matter.
     *
     * @param content exactly as many bytes as the template's size says; closed by the caller
     * @throws BackupRefused when the path does not come after the last one: unsorted, or there twice
     */
    void add(String path, TarArchiveEntry template, InputStream content) throws IOException {
        if (EntryPath.ORDER.compare(path, last) <= 0) {
            throw new BackupRefused(
                    "entry '%s' comes after '%s'; a source must name each entry once, sorted (LC_ALL=C sort)"
                            .formatted(EntryPath.shown(path), EntryPath.shown(last)));
        }
        last = path;
        TarArchiveEntry entry = entry(path, template);
        tar.putArchiveEntry(entry);
        String sha256 = kind(entry) == Manifest.Kind.FILE ? copy(path, content, entry.getSize()) : null;
        tar.closeArchiveEntry();
        entries.add(new Manifest.Entry(
                path,
                kind(entry),
                entry.getSize(),
                sha256,
                "%04o".formatted(entry.getMode() & 07777),
                entry.isSymbolicLink() ? entry.getLinkName() : null));
    }

    private static TarArchiveEntry entry(String path, TarArchiveEntry template) {
        boolean link = template.isSymbolicLink();
        String name = template.isDirectory() ? path + "/" : path;
        TarArchiveEntry entry =
                link ? new TarArchiveEntry(name, TarConstants.LF_SYMLINK, true) : new TarArchiveEntry(name, true);
        if (link) {
            entry.setLinkName(template.getLinkName());
        }
        entry.setSize(kind(template) == Manifest.Kind.FILE ? template.getSize() : 0);
        entry.setMode(template.getMode() & 07777);
        entry.setLastModifiedTime(template.getLastModifiedTime());
        entry.setUserId(template.getLongUserId());
        entry.setGroupId(template.getLongGroupId());
        entry.setUserName(template.getUserName());
        entry.setGroupName(template.getGroupName());
        return entry;
    }

    private String copy(String path, InputStream content, long size) throws IOException {
        MessageDigest digest = Sha256.digest();
        long left = size;
        while (left > 0) {
            int read = content.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new BackupRefused("entry '%s' ended %d bytes before its size of %d; take the backup again"
                        .formatted(EntryPath.shown(path), left, size));
            }
            digest.update(buffer, 0, read);
            tar.write(buffer, 0, read);
            left -= read;
        }
        return Sha256.hex(digest);
    }

    static Manifest.Kind kind(TarArchiveEntry entry) {
        if (entry.isDirectory()) {
            return Manifest.Kind.DIRECTORY;
        }
        return entry.isSymbolicLink() ? Manifest.Kind.SYMLINK : Manifest.Kind.FILE;
    }

    int count() {
        return entries.size();
    }

    /** What was added so far, in order. */
    List<Manifest.Entry> entries() {
        return List.copyOf(entries);
    }

    /** Ends the archive, makes it durable, and says what it is. */
    Manifest.Archive finish(String key) throws IOException {
        tar.close();
        try (FileChannel written = FileChannel.open(archive, StandardOpenOption.WRITE)) {
            written.force(true);
            return new Manifest.Archive(key, written.size(), Sha256.hex(whole));
        }
    }

    /** Closes the file; without {@link #finish} what was written is no archive. */
    @Override
    public void close() throws IOException {
        zstd.close();
    }
}
