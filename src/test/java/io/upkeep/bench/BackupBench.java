package io.upkeep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.backup.BackupAlarm;
import io.upkeep.backup.BackupArchive;
import io.upkeep.backup.Backups;
import io.upkeep.backup.seal.Seal;
import io.upkeep.backup.seal.SealKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * How fast a host's tree of 1 GiB becomes an archive with its manifest and is verified, and the heap that takes, beside
 * the programs tar, zstd and sha256sum in the same run. No test: {@code bench/README.md} says how to run it.
 */
@Tag("bench")
class BackupBench {

    private static final int WARM_UP = 1;
    private static final int ROUNDS = 5;
    private static final double MEGABYTES = Tree.BYTES / 1e6;

    @TempDir
    Path directory;

    private final Seal seal = seal();
    private AnnotationConfigApplicationContext beans;
    private BackupArchive archive;
    private final Samples take = new Samples();
    private final Samples verify = new Samples();
    private final Samples first = new Samples();
    private final Samples tarZstd = new Samples();
    private final Samples readBack = new Samples();

    @BeforeEach
    void start() throws ClassNotFoundException {
        beans = new AnnotationConfigApplicationContext();
        beans.getEnvironment().getSystemProperties().put("upkeep.backup.work-directory", work().toString());
        beans.registerBean(Backups.class, OneBackup::new);
        beans.registerBean(BackupAlarm.class, NobodyTold::new);
        beans.registerBean(Clock.class, Clock::systemUTC);
        beans.registerBean(Seal.class, () -> seal);
        beans.register(
                BackupArchive.class,
                Class.forName("io.upkeep.backup.WorkDirectory"),
                Class.forName("io.upkeep.backup.BackupTaking"));
        beans.refresh();
        archive = beans.getBean(BackupArchive.class);
    }

    /** With {@code -Dsealed=true} archives are sealed, as they are where recipients are set. */
    private static Seal seal() {
        SealKeys.Pair keys = SealKeys.generate();
        return Boolean.getBoolean("sealed") ? Seal.of(List.of(keys.recipient()), keys.identity()) : Seal.NONE;
    }

    /** Nothing is amiss with what is measured. */
    private static final class NobodyTold implements BackupAlarm {

        @Override
        public void isNotAsPromised(String run, String series, String text) {
            throw new IllegalStateException(series + ": " + text);
        }

        @Override
        public void isAsPromised(String run, String series) {}

        @Override
        public void leavesOut(String run, String series, String text) {}
    }

    @AfterEach
    void stop() {
        beans.close();
        System.clearProperty("upkeep.backup.work-directory");
    }

    @Test
    void a_tree_of_1_GiB() throws Exception {
        Tree.write(Files.createDirectory(directory.resolve("tree")));
        sh("find tree -print0 | LC_ALL=C sort -z | tar -cf host.tar --format=posix --no-recursion --null -T -");
        System.gc();
        HeapPeak heap = HeapPeak.start();
        long archived = 0;
        // interleaved, so that a busy moment of the machine hits both
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            archived = backUp(round >= 0);
            add(round, tarZstd, () -> sh("tar -cf - tree | zstd -3 -q -f -o plain.tar.zst"));
            add(round, readBack, () -> sh("zstd -dcq plain.tar.zst | sha256sum >plain.sha256"));
        }
        System.out.printf(
                "BENCH backup MB/s: take=%.0f (the first in a new JVM=%.0f) verify=%.0f, tar|zstd -3=%.0f zstd -d|sha256sum=%.0f; MiB: archive=%d plain=%d,"
                        + " heap limit=%d peak after collection=%d with garbage=%d; %s%n",
                MEGABYTES / take.median(),
                MEGABYTES / first.median(),
                MEGABYTES / verify.median(),
                MEGABYTES / tarZstd.median(),
                MEGABYTES / readBack.median(),
                archived >> 20,
                Files.size(directory.resolve("plain.tar.zst")) >> 20,
                Runtime.getRuntime().maxMemory() >> 20,
                heap.afterCollectionMiB(),
                heap.withGarbageMiB(),
                Samples.load());
    }

    /** As the pipeline does it: the tar that a host sent is collected, archived, and read back as from a store. */
    private long backUp(boolean counts) throws IOException {
        String run = UUID.randomUUID().toString();
        Map<String, Object> backup = archive.begin(run, "bench", "bench");
        Path incoming =
                Files.createDirectories(work().resolve("incoming/bench")).resolve("host");
        Files.createLink(incoming, directory.resolve("host.tar"));
        archive.collect(backup, "hosts", Map.of("host", Map.of("path", incoming.toString(), "bytes", Tree.BYTES)));
        long started = System.nanoTime();
        Map<String, Object> taken = archive.take(backup, "/tree", "none");
        (counts ? take : first).add(Samples.secondsSince(started));
        started = System.nanoTime();
        archive.verify(taken, Files.newInputStream(archive.file(taken).toPath()));
        if (counts) {
            verify.add(Samples.secondsSince(started));
        }
        assertThat((Integer) taken.get("entries")).isGreaterThan(Tree.FILES);
        archive.tidy(run);
        return (Long) taken.get("bytes");
    }

    @FunctionalInterface
    private interface Round {
        void run() throws Exception;
    }

    private static void add(int round, Samples seconds, Round measured) throws Exception {
        long started = System.nanoTime();
        measured.run();
        if (round >= 0) {
            seconds.add(Samples.secondsSince(started));
        }
    }

    private void sh(String command) throws Exception {
        int exit = new ProcessBuilder("bash", "-o", "pipefail", "-ec", command)
                .directory(directory.toFile())
                .inheritIO()
                .start()
                .waitFor();
        assertThat(exit).as(command).isZero();
    }

    private Path work() {
        return directory.resolve("work");
    }
}
