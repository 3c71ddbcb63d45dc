package io.upkeep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.backup.Backup;
import io.upkeep.backup.BackupState;
import io.upkeep.backup.Backups;
import io.upkeep.backup.ConfigurationPipelines;
import io.upkeep.run.Run;
import io.upkeep.sandbox.HostsPart;
import io.upkeep.sandbox.S3Object;
import io.upkeep.sandbox.S3Part;
import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * What an operator waits for: a tree of 1 GiB on a host is backed up by the pipeline as it is shipped, over SSH, sealed, into
 * the store and read back from there; then restored, every file compared. Beside what people use for it, in the same run and
 * against the same store. Trees are removed only when all is measured: after many files were deleted ext4 makes new ones slowly
 * for minutes, whoever makes them. No test: {@code bench/README.md} says how to run it.
 */
@Tag("bench")
class BackupToStoreBench extends ConfigurationPipelines {

    private static final int WARM_UP = 2;
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final String HOST = "api-1";
    private static final String TREE = "srv/tree";
    private static final S3Part STORE = SANDBOX.s3();
    private static final Path SSH = PLACE.resolve("bench-ssh");

    @Autowired
    private Backups backups;

    private int round;

    private final Path tree = SANDBOX.hosts().host(HOST).tree().path(TREE);
    private final Path directory = tree.getParent();

    @DynamicPropertySource
    static void files(DynamicPropertyRegistry registry) {
        registry.add("upkeep.backup.files", () -> "/" + TREE);
    }

    /** A way to store the tree and to get it back, and what its rounds took. */
    private abstract static class Way {

        private final String name;
        private final Took backup = new Took();
        private final Took restore = new Took();
        private long storedBytes;

        Way(String name) {
            this.name = name;
        }

        abstract void prepare() throws Exception;

        abstract void backUp() throws Exception;

        /** Returns where the tree is now. */
        abstract Path restore() throws Exception;

        abstract String prefix();

        abstract void forget() throws Exception;

        String backupFigures() {
            return "%s=%s %d MiB".formatted(name, backup, storedBytes >> 20);
        }

        String restoreFigures() {
            return "%s=%s".formatted(name, restore);
        }
    }

    private static final class Took {

        private final Samples seconds = new Samples();
        private final Samples processors = new Samples();

        void add(double wall, double ofProcessors) {
            seconds.add(wall);
            processors.add(ofProcessors);
        }

        @Override
        public String toString() {
            return "%.1f (%.1f)".formatted(seconds.median(), processors.median());
        }
    }

    @FunctionalInterface
    private interface Measured {
        void run() throws Exception;
    }

    private final class Upkeep extends Way {

        private final Map<String, Samples> steps = new LinkedHashMap<>();
        private Backup backup;

        Upkeep() {
            super("upkeep");
        }

        @Override
        void prepare() {
            // its catalogue keeps the backups of earlier rounds, as it does elsewhere
        }

        @Override
        void backUp() {
            Run taken = succeeded(run("back-up-files", Map.of()));
            backup = backups.newest(1).get(0);
            assertThat(backup.run()).isEqualTo(taken.id());
            assertThat(backup.state()).isEqualTo(BackupState.VERIFIED);
            addSteps(taken);
        }

        private void addSteps(Run run) {
            journal.steps(run.id())
                    .forEach(step -> steps.computeIfAbsent(
                                    run.pipeline() + "/" + step.key().path(), name -> new Samples())
                            .add(Duration.between(step.startedAt(), step.finishedAt())
                                            .toMillis()
                                    / 1e3));
        }

        /** Where the time goes; the round for warming up counts, too. */
        String stepFigures() {
            return steps.entrySet().stream()
                    .map(step ->
                            "%s=%.1f".formatted(step.getKey(), step.getValue().median()))
                    .collect(Collectors.joining(", "));
        }

        @Override
        Path restore() {
            addSteps(succeeded(run("restore-files", Map.of("backup", backup.id().toString(), "to", "bench-" + round))));
            return restored()
                    .resolve("bench-" + round)
                    .resolve("hosts")
                    .resolve(HOST)
                    .resolve(TREE);
        }

        @Override
        String prefix() {
            return "files/";
        }

        @Override
        void forget() {
            // what was restored lies in a directory of its own
        }
    }

    private static Path restored() {
        return PLACE.resolve("data/restored");
    }

    private final class Commands extends Way {

        private final StoreCommands commands;

        Commands(StoreCommands commands) {
            super(commands.label());
            this.commands = commands;
        }

        @Override
        void prepare() throws Exception {
            commands.run(commands.prepares(), round, directory, STORE, SSH.resolve("cold"), HOST);
        }

        @Override
        void backUp() throws Exception {
            commands.run(commands.backUp(), round, directory, STORE, SSH.resolve("cold"), HOST);
        }

        @Override
        Path restore() throws Exception {
            commands.run(commands.restore(), round, directory, STORE, SSH.resolve("cold"), HOST);
            return directory.resolve(commands.back(round)).resolve("tree");
        }

        @Override
        String prefix() {
            return commands.prefix();
        }

        @Override
        void forget() throws Exception {
            sh("rm -f back.tar.gz tree.tar.*");
        }
    }

    @BeforeEach
    void write_the_tree() throws IOException {
        Tree.write(tree);
    }

    @AfterEach
    void remove_the_trees() throws Exception {
        sh("rm -rf back-* copy-* cache '" + restored() + "'");
    }

    @Test
    void a_tree_of_1_GiB() throws Exception {
        Upkeep upkeep = new Upkeep();
        List<Way> ways = new ArrayList<>(List.of(upkeep));
        for (StoreCommands commands : StoreCommands.values()) {
            if (commands.isInstalled() && !Boolean.getBoolean("alone")) {
                ways.add(new Commands(commands));
            }
        }
        HostsPart hosts = SANDBOX.hosts();
        URI address = URI.create(hosts.host(HOST).address());
        Target host = new Target(HOST, TargetKind.HOST, Set.of("bench"), address, "", "");
        new SshCommands(SSH, hosts.privateKey(), hosts.knownHosts(), List.of(host), 1).close();
        System.gc();
        HeapPeak heap = HeapPeak.start();
        for (round = -WARM_UP; round < ROUNDS; round++) {
            for (Way way : ways) { // interleaved, so that a busy moment of the machine hits all
                measure(way, round >= 0);
            }
        }
        System.out.printf(
                "BENCH backup to store, %d files, %d MB, median s (processors of all) and stored: %s; heap limit=%d peak after collection=%d with garbage=%d; %s%n",
                Tree.FILES,
                Tree.BYTES / 1_000_000,
                ways.stream().map(Way::backupFigures).collect(Collectors.joining(", ")),
                Runtime.getRuntime().maxMemory() >> 20,
                heap.afterCollectionMiB(),
                heap.withGarbageMiB(),
                Samples.load());
        System.out.printf(
                "BENCH restore from store, median s (processors of all): %s; %s%n",
                ways.stream().map(Way::restoreFigures).collect(Collectors.joining(", ")), Samples.load());
        System.out.printf("BENCH of that upkeep's steps, median s: %s; %s%n", upkeep.stepFigures(), Samples.load());
    }

    private void measure(Way way, boolean counts) throws Exception {
        way.prepare();
        measure(way.backup, counts, way::backUp);
        way.storedBytes = stored(way).stream().mapToLong(S3Object::size).sum();
        Path[] back = new Path[1];
        measure(way.restore, counts, () -> back[0] = way.restore());
        // figures are worth nothing of what did not come back
        sh("diff -r --no-dereference '" + tree + "' '" + back[0] + "'");
        way.forget();
        for (S3Object object : stored(way)) {
            STORE.remove(S3Part.BACKUP_BUCKET, object.key());
            Files.deleteIfExists(object.file());
        }
    }

    private static void measure(Took took, boolean counts, Measured measured) throws Exception {
        MachineTime machine = new MachineTime();
        long started = System.nanoTime();
        measured.run();
        if (counts) {
            took.add(Samples.secondsSince(started), machine.secondsSince());
        }
    }

    private static List<S3Object> stored(Way way) {
        return STORE.objects(S3Part.BACKUP_BUCKET).stream()
                .filter(object -> object.key().startsWith(way.prefix()))
                .toList();
    }

    private void sh(String command) throws Exception {
        int exit = new ProcessBuilder("bash", "-ec", command)
                .directory(directory.toFile())
                .inheritIO()
                .start()
                .waitFor();
        assertThat(exit).as(command).isZero();
    }
}
