package io.upkeep.backup;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * What a manifest has of one host, as a tar for a host: directories first, symbolic links last, so that no file is written through
 * one. No owners, no set-user-id, whatever the archive says.
 */
final class HostFiles {

    static final String HOSTS = "hosts/";

    private final String prefix;
    private final Map<String, Manifest.Entry> entries = new LinkedHashMap<>();

    private HostFiles(String prefix) {
        this.prefix = prefix;
    }

    /** @throws BackupRefused when there is nothing of that host */
    static HostFiles of(Manifest manifest, String host) {
        HostFiles files = new HostFiles(HOSTS + host + "/");
        manifest.entries().stream()
                .filter(entry -> entry.path().startsWith(files.prefix))
                .forEach(entry -> files.entries.put(entry.path(), entry));
        if (files.entries.isEmpty()) {
            throw new BackupRefused("the backup has no files of '%s'; it has those of %s"
                    .formatted(EntryPath.shown(host), HostRestoration.hosts(manifest)));
        }
        return files;
    }

    static TarArchiveOutputStream tar(OutputStream out) {
        TarArchiveOutputStream tar = new TarArchiveOutputStream(new BufferedOutputStream(out), "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
        return tar;
    }

    int entries() {
        return entries.size();
    }

    long count() {
        return entries.values().stream()
                .filter(entry -> entry.kind() == Manifest.Kind.FILE)
                .count();
    }

    void writeDirectories(TarArchiveOutputStream tar) throws IOException {
        for (Manifest.Entry entry : entries.values()) {
            if (entry.kind() == Manifest.Kind.DIRECTORY) {
                put(tar, new TarArchiveEntry(name(entry) + "/"), bits(entry));
            }
        }
    }

    /** Takes a file of the archive that was read; those of other hosts are left. */
    void writeFile(String path, InputStream content, TarArchiveOutputStream tar) throws IOException {
        Manifest.Entry entry = entries.get(path);
        if (entry == null) {
            return;
        }
        TarArchiveEntry file = new TarArchiveEntry(name(entry));
        file.setSize(entry.size());
        file.setMode(bits(entry));
        tar.putArchiveEntry(file);
        content.transferTo(tar);
        tar.closeArchiveEntry();
    }

    void writeLinks(TarArchiveOutputStream tar) throws IOException {
        for (Manifest.Entry entry : entries.values()) {
            if (entry.kind() == Manifest.Kind.SYMLINK) {
                TarArchiveEntry link = new TarArchiveEntry(name(entry), TarConstants.LF_SYMLINK);
                link.setLinkName(entry.link());
                put(tar, link, 0777);
            }
        }
    }

    private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry, int mode) throws IOException {
        entry.setMode(mode);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    /** A line that begins with a backslash has line breaks and backslashes of the name written as {@code \n} and {@code \\}. */
    void writeSums(Writer sums) throws IOException {
        for (Manifest.Entry entry : entries.values()) {
            if (entry.kind() == Manifest.Kind.FILE) {
                String name = name(entry);
                String escaped = name.replace("\\", "\\\\").replace("\n", "\\n");
                sums.write(escaped.equals(name) ? "" : "\\");
                sums.write(entry.sha256() + "  ./" + escaped + "\n");
            }
        }
    }

    private String name(Manifest.Entry entry) {
        return EntryPath.checked("archive", entry.path().substring(prefix.length()));
    }

    private static int bits(Manifest.Entry entry) {
        return Integer.parseInt(entry.mode(), 8) & 0777;
    }
}
