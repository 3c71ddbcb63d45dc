package io.upkeep.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** What stands on a Debian host while another program holds the lock of apt and dpkg, and after dpkg was killed at work. */
final class HostPackages {

    private static final String INSTALLED = "var/lib/dpkg/installed";
    private static final String LOCK = "var/lib/dpkg/lock-frontend";
    private static final String JOURNAL = "var/lib/dpkg/updates/0001";
    private static final String LOCKS = "proc/locks";
    private static final String OTHERS = "1: FLOCK  ADVISORY  WRITE 311 00:18:1207 0 EOF\n";

    private final HostTree tree;

    HostPackages(HostTree tree) {
        this.tree = tree;
    }

    /** The kernel tells the lock by the file's inode and the process that has it. */
    void lock() {
        tree.write(LOCK, "");
        tree.write("proc/4711/comm", "unattended-upgr\n");
        tree.write(LOCKS, OTHERS + "2: POSIX  ADVISORY  WRITE 4711 08:01:%s 0 EOF\n".formatted(inode()));
    }

    void unlock() {
        tree.write(LOCKS, OTHERS);
    }

    private Object inode() {
        try {
            return Files.getAttribute(tree.path(LOCK), "unix:ino");
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot look at " + tree.path(LOCK), failure);
        }
    }

    /** A package is unpacked and not configured, and dpkg's journal is not empty: {@code dpkg --configure -a} mends it. */
    void interrupt() {
        tree.write(JOURNAL, "Package: libssl3\n");
        tree.write(INSTALLED, tree.read(INSTALLED).replaceAll("(?m)^(libssl3 \\S+) installed$", "$1 half-configured"));
    }

    void finish() {
        try {
            Files.deleteIfExists(tree.path(JOURNAL));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot remove " + tree.path(JOURNAL), failure);
        }
        tree.write(INSTALLED, tree.read(INSTALLED).replaceAll("(?m)^(libssl3 \\S+) half-configured$", "$1 installed"));
    }
}
