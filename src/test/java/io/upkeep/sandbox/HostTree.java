package io.upkeep.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/** A host's file system: a directory that its scripts see as {@code $ROOT}. */
public final class HostTree {

    private static final String DISKS = "run/sandbox/df";
    private static final String HUGE_LOG = "var/log/virtual-queue/api.log.9.gz";

    private final Path root;
    private final String host;
    private final long started = System.nanoTime();

    private HostTree(Path root, String host) {
        this.root = root;
        this.host = host;
    }

    /** A fresh tree with everything the handbook's tasks look at. */
    static HostTree create(Path root, String host, Path configuration) {
        HostTree tree = createSmall(root, host, configuration);
        tree.copy(Resources.directory("host"), root);
        tree.makeDirectory("srv"); // where a person puts what is restored
        tree.writeLogs();
        return tree;
    }

    /** A fresh tree with the configuration and the figures only: cheap enough for hundreds of hosts. */
    static HostTree createSmall(Path root, String host, Path configuration) {
        Resources.delete(root);
        HostTree tree = new HostTree(root.toAbsolutePath(), host);
        Path template = Resources.directory("host");
        for (String part : new String[] {"proc", "run", "home"}) {
            tree.copy(template.resolve(part), root.resolve(part));
        }
        tree.copy(configuration, root.resolve("app/config"));
        tree.write("etc/hostname", host + "\n");
        tree.write("etc/virtual-queue/secrets.env", "DATABASE_PASSWORD=" + PostgresPart.ESTATE_PASSWORD + "\n");
        tree.write("var/log/shims.log", "");
        tree.refreshFigures();
        return tree;
    }

    /** What its scripts see as {@code $ROOT}; absolute. */
    public Path root() {
        return root;
    }

    /** A file or directory of the host: {@code app/config/VERSION}. */
    public Path path(String relative) {
        return root.resolve(relative);
    }

    /** A text file of the host. */
    public String read(String relative) {
        try {
            return Files.readString(path(relative));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + relative + " of host " + host, failure);
        }
    }

    /** Writes a text file of the host; directories are made as needed. */
    public void write(String relative, String text) {
        try {
            Files.createDirectories(path(relative).getParent());
            Files.writeString(path(relative), text);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + relative + " of host " + host, failure);
        }
    }

    private void makeDirectory(String relative) {
        try {
            Files.createDirectories(path(relative));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot make " + relative + " of host " + host, failure);
        }
    }

    /** Every file below a directory with permissions and SHA-256: equal maps mean byte-identical trees. */
    public Map<String, String> fingerprint(String directory) {
        Map<String, String> files = new TreeMap<>();
        for (Path file : Resources.files(path(directory))) {
            Path full = path(directory).resolve(file);
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(full));
                files.put(
                        file.toString(),
                        Files.getPosixFilePermissions(full) + " "
                                + HexFormat.of().formatHex(hash));
            } catch (IOException | NoSuchAlgorithmException failure) {
                throw new IllegalStateException("cannot fingerprint " + full, failure);
            }
        }
        return files;
    }

    /** A rotated log that stands for one that fills the disk. */
    void writeHugeLog() {
        write(HUGE_LOG, "not really huge\n");
        try {
            Files.setLastModifiedTime(
                    path(HUGE_LOG), FileTime.from(Instant.now().minus(Duration.ofDays(10))));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot age " + HUGE_LOG, failure);
        }
    }

    /** Whether it is still there. */
    boolean hasHugeLog() {
        return Files.exists(path(HUGE_LOG));
    }

    /** Makes {@code df} tell of full disks, or of normal ones again. */
    void disksFull(boolean full) {
        String disks = read(DISKS);
        if (full) {
            write(DISKS + ".before", disks);
            write(DISKS, disks.replaceAll("(?m)^(\\S+) (\\d+) \\d+ ", "$1 $2 $2 "));
        } else if (Files.exists(path(DISKS + ".before"))) {
            write(DISKS, read(DISKS + ".before"));
        }
    }

    /** What a reboot leaves: another boot id, and nothing in {@code /run} that asks for one. */
    void rebooted() {
        replace("proc/sys/kernel/random/boot_id", UUID.randomUUID() + "\n");
        try {
            Files.deleteIfExists(path("run/reboot-required"));
            Files.deleteIfExists(path("run/sandbox/outdated"));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot clear /run of host " + host, failure);
        }
    }

    /** Whether the newest version of a package that its archive has is installed. */
    boolean isNewest(String name) {
        String newest = read("var/lib/apt/available")
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .reduce((first, last) -> last)
                .map(line -> line.split(" ", -1)[1])
                .orElse("none");
        return read("var/lib/dpkg/installed").lines().anyMatch(line -> line.startsWith(name + " " + newest + " "));
    }

    /** Switches a fault of the host's commands: {@code sudo-asks}, {@code apt-broken}. */
    void mark(String fault, boolean on) {
        Path mark = path("run/sandbox/" + fault);
        try {
            if (on) {
                Files.createDirectories(mark.getParent());
                Files.write(mark, new byte[0]);
            } else {
                Files.deleteIfExists(mark);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot set " + mark, failure);
        }
    }

    /** Counters of {@code /proc} go on with the time, so that two readings give a rate. */
    synchronized void refreshFigures() {
        long millis = 86_400_000 + Duration.ofNanos(System.nanoTime() - started).toMillis();
        long ticks = millis / 10 * 2;
        long busy = ticks / 8;
        replace("proc/stat", """
                cpu  %1$d 120 %2$d %3$d %4$d 0 210 %5$d 0 0
                cpu0 %1$d 120 %2$d %3$d %4$d 0 210 %5$d 0 0
                ctxt %6$d
                btime 1763800000
                procs_running 2
                """.formatted(
                        busy, busy / 3, ticks - busy - busy / 3, ticks / 200, ticks / 900, millis * 3));
        replace("proc/net/dev", """
                Inter-|   Receive                                                |  Transmit
                 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                    lo: %1$d 4120 0 0 0 0 0 0 %1$d 4120 0 0 0 0 0 0
                  eth0: %2$d %3$d 0 0 0 0 0 0 %4$d %3$d 0 0 0 0 0 0
                """.formatted(millis * 2, millis * 48, millis / 9, millis * 31));
        replace("proc/uptime", "%d.00 %d.00%n".formatted(millis / 1000, millis / 600));
        replace("proc/diskstats", """
                   8       0 sda %1$d 90 %2$d %3$d %1$d 40 %4$d %5$d 0 %6$d %7$d
                   8       1 sda1 %1$d 90 %2$d %3$d %1$d 40 %4$d %5$d 0 %6$d %7$d
                """.formatted(
                        millis / 40, millis / 2, millis / 50, millis, millis / 30, millis / 20, millis / 12));
        for (String resource : new String[] {"cpu", "memory", "io"}) {
            replace("proc/pressure/" + resource, """
                    some avg10=0.31 avg60=0.40 avg300=0.38 total=%d
                    full avg10=0.00 avg60=0.00 avg300=0.00 total=%d
                    """.formatted(millis * 4, millis));
        }
        replace("proc/vmstat", "pgfault %d%npswpin 0%npswpout 0%noom_kill 0%n".formatted(millis * 7));
    }

    private void replace(String relative, String text) {
        write(relative + ".next", text);
        try {
            Files.move(
                    path(relative + ".next"),
                    path(relative),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot refresh " + relative + " of host " + host, failure);
        }
    }

    private void copy(Path from, Path to) {
        try {
            for (Path file : Resources.files(from)) {
                Path target = to.resolve(file.toString());
                Files.createDirectories(target.getParent());
                Files.writeString(target, Files.readString(from.resolve(file)).replace("@HOST@", host));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot copy " + from + " to host " + host, failure);
        }
    }

    private void writeLogs() {
        StringBuilder line = new StringBuilder();
        for (int number = 0; number < 400; number++) {
            line.append("2026-11-20T06:%02d:%02dZ INFO  request GET /queues/passports 200 %d ms%n"
                    .formatted(number / 60 % 60, number % 60, 3 + number % 17));
        }
        for (String name : new String[] {"api", "worker", "audit"}) {
            writeLog("var/log/virtual-queue/" + name + ".log", line.toString(), 0, false);
            writeLog("var/log/virtual-queue/" + name + ".log.1", line.toString(), 1, false);
            writeLog("var/log/virtual-queue/" + name + ".log.2.gz", line.toString(), 2, true);
            writeLog("var/log/virtual-queue/" + name + ".log.3.gz", line.toString(), 40, true);
        }
    }

    private void writeLog(String relative, String text, int daysAgo, boolean compressed) {
        try {
            Files.createDirectories(path(relative).getParent());
            try (var file = Files.newOutputStream(path(relative));
                    var out = compressed ? new GZIPOutputStream(file) : file) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
            Instant modified =
                    Files.getLastModifiedTime(path(relative)).toInstant().minus(Duration.ofDays(daysAgo));
            Files.setLastModifiedTime(path(relative), FileTime.from(modified));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write log " + relative + " of host " + host, failure);
        }
    }
}
