package io.upkeep.backup;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/**
 * A tar stream that a host sent. It is hostile: nothing of it is ever written to disk by name, every path is checked, and
 * only files, directories and symbolic links (as such, never followed) become entries. What has a name that is not UTF-8 is left
 * out and named: anybody who may write to a directory that is backed up can make such a file, and keeps nothing else from being
 * backed up by it.
 */
final class HostTar {

    private static final int BLOCK = 512;
    /** A small file with its header in one read; content of larger ones is read past it. */
    private static final int BUFFER = 64 * 1024;

    private HostTar() {}

    /**
     * Adds a host's tar below a prefix.
     *
     * @param wanted directories that were asked for, relative; those without an entry are named as missing
     * @throws BackupRefused when the stream is no tar, is cut off, or holds what has no place in a backup
     */
    static Manifest.Source add(ArchiveWriter archive, String prefix, InputStream stream, List<String> wanted)
            throws IOException {
        List<String> missing = new ArrayList<>(wanted);
        LeftOut leftOut = new LeftOut();
        long entries = 0;
        long bytes = 0;
        long end = 0;
        Counting counted = new Counting(new BufferedInputStream(stream, BUFFER));
        try (RawTar tar = new RawTar(counted)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String path = EntryPath.relative(prefix, entry.getName());
                requireOrdinary(prefix, path, entry);
                missing.removeIf(directory -> path.equals(directory) || path.startsWith(directory + "/"));
                if (!leftOut.takes(path, entry, tar) && !path.isEmpty()) {
                    archive.add(prefix + "/" + path, entry, tar);
                    entries++;
                    bytes += ArchiveWriter.kind(entry) == Manifest.Kind.FILE ? entry.getSize() : 0;
                }
                end = counted.bytes();
            }
            counted.transferTo(OutputStream.nullOutputStream());
            requireEndMark(counted.bytes() - end - Math.floorMod(-end, BLOCK));
        } catch (IOException | IllegalArgumentException broken) {
            throw new BackupRefused(
                    prefix + ": what the host sent is not a whole tar: " + broken.getMessage()
                            + "; run the collecting script on the host by hand and look at its errors",
                    broken);
        }
        return new Manifest.Source(prefix, "tar on the host", missing, leftOut.names(), entries, bytes);
    }

    /** A tar ends with two empty blocks; without them the stream was cut off, perhaps just between two files. */
    private static void requireEndMark(long bytesAfterLastEntry) throws IOException {
        if (bytesAfterLastEntry < 2 * BLOCK) {
            throw new EOFException("it ends without tar's end mark");
        }
    }

    private static void requireOrdinary(String prefix, String path, TarArchiveEntry entry) {
        boolean ordinary = entry.isDirectory() || entry.isSymbolicLink() || entry.isFile();
        boolean special = entry.isLink()
                || entry.isSparse()
                || entry.isBlockDevice()
                || entry.isCharacterDevice()
                || entry.isFIFO();
        if (!ordinary || special) {
            throw new BackupRefused(
                    "%s: '%s' is neither a file, a directory nor a symbolic link; send only those, hard links as files (find -type f, tar --hard-dereference)"
                            .formatted(prefix, EntryPath.shown(path)));
        }
        if (entry.isSymbolicLink() && entry.getLinkName().indexOf('\0') >= 0) {
            throw new BackupRefused(prefix + ": '" + EntryPath.shown(path) + "' links to something that is not a path");
        }
    }
}
