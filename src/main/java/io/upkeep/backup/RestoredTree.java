package io.upkeep.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The files of a backup below a directory, as they come out of its archive. Nothing leaves the directory: links are made last,
 * so that no file is written through one. Owners and times stay in the archive.
 */
final class RestoredTree implements Verification.FileTaker, AutoCloseable {

    private final Path place;
    private final RestoredFiles files;

    /** @param place made with what is above it, where it is not there */
    RestoredTree(Path place) {
        this.place = place;
        this.files = new RestoredFiles(this::inside);
    }

    @Override
    public void take(String name, InputStream content) throws IOException {
        files.take(name, content);
    }

    /**
     * Makes directories and links and gives files their modes, when all were taken.
     *
     * @throws UncheckedIOException when that cannot be written
     */
    void finish(List<Manifest.Entry> entries) {
        files.finish();
        try {
            Files.createDirectories(place);
            for (Manifest.Entry entry : entries) {
                finish(entry);
            }
        } catch (IOException e) {
            throw RestoredFiles.cannotWrite(place, e);
        }
    }

    private void finish(Manifest.Entry entry) throws IOException {
        Path path = inside(entry.path());
        switch (entry.kind()) {
            case DIRECTORY -> Files.createDirectories(path);
            case FILE -> Files.setPosixFilePermissions(path, permissions(entry.mode()));
            case SYMLINK -> {
                Files.createDirectories(path.getParent());
                Files.createSymbolicLink(path, Path.of(entry.link()));
            }
        }
    }

    private Path inside(String name) {
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

    @Override
    public void close() {
        files.close();
    }
}
