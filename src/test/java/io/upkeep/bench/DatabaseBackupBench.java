package io.upkeep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.backup.BackupArchive;
import io.upkeep.backup.BackupProof;
import io.upkeep.backup.Backups;
import io.upkeep.backup.DatabaseBackup;
import io.upkeep.backup.Restoration;
import io.upkeep.backup.seal.Seal;
import io.upkeep.backup.seal.SealKeys;
import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * How fast a database of 210 MB becomes a sealed archive with its fingerprint, by pg_dump and without it, and how fast that is
 * fetched, opened, restored into a server to throw away and compared; beside {@code pg_dump | zstd} and {@code zstd | pg_restore}
 * into a server that runs already, and restic between the same programs, where it is installed. No test: {@code bench/README.md} says how to run it.
 */
@Tag("bench")
class DatabaseBackupBench {

    private static final int ROUNDS = 3;
    private static final String ROWS = """
            create table tickets (id bigint primary key, queue_id int not null, number text not null, visitor text not null,
                state text not null, created_at timestamptz not null, note text);
            insert into tickets select n, n %% 40, 'A-' || n, md5(n::text) || '@example.org',
                (array['waiting', 'called', 'served'])[1 + n %% 3], timestamptz '2026-01-01' + n * interval '17 seconds',
                'draws ticket ' || n || ' at the counter ' || n %% 12 || ' ' || md5((n / 3)::text)
            from generate_series(1, 1250000) n;
            create index on tickets (queue_id, created_at);
            """.formatted();

    private static final String ANEW = "dropdb --if-exists again; createdb again";

    private final boolean isRestic = SshCommands.isInstalled("restic");

    @TempDir
    Path directory;

    private final Samples take = new Samples();
    private final Samples takeByCopy = new Samples();
    private final Samples prove = new Samples();
    private final Samples restore = new Samples();
    private final Samples compare = new Samples();
    private final Samples pgDump = new Samples();
    private final Samples pgRestore = new Samples();
    private final Samples restic = new Samples();
    private final Samples resticBack = new Samples();

    /** A new repository each time: an old one knows all that the dump holds. */
    private void withRestic(EmbeddedPostgres postgres, int round) throws Exception {
        sh(postgres, "rm -rf repository; restic init -q; " + ANEW);
        String dump = "estate.dump";
        add(
                round,
                restic,
                () -> sh(postgres, "pg_dump -Fc -Z0 estate | restic backup -q --stdin --stdin-filename " + dump));
        add(
                round,
                resticBack,
                () -> sh(postgres, "restic dump -q latest " + dump + " | pg_restore --exit-on-error -d again"));
    }

    @Test
    void a_database_of_210_MB() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("shared_buffers", "128MB")
                .start()) {
            execute(postgres, "postgres", "create database estate");
            execute(postgres, "estate", ROWS);
            HeapPeak heap = HeapPeak.start();
            long sealed = 0;
            long dump = 0;
            try (var withPgDump = beans(postgres, System.getenv("PATH"));
                    var without = beans(postgres, "")) {
                for (int round = -1; round < ROUNDS; round++) {
                    boolean counts = round >= 0;
                    sealed = backUp(
                            withPgDump,
                            counts ? take : new Samples(),
                            counts ? prove : new Samples(),
                            counts ? restore : new Samples(),
                            counts ? compare : new Samples());
                    backUp(without, counts ? takeByCopy : new Samples(), null, null, null);
                    add(
                            round,
                            pgDump,
                            () -> sh(
                                    postgres,
                                    "pg_dump -Fc -Z0 estate | tee >(wc -c >bytes) | zstd -3 -q -f -o estate.zst"));
                    dump = Long.parseLong(
                            Files.readString(directory.resolve("bytes")).strip());
                    sh(postgres, ANEW);
                    add(
                            round,
                            pgRestore,
                            () -> sh(postgres, "zstd -dcq estate.zst | pg_restore --exit-on-error -d again"));
                    if (isRestic) {
                        withRestic(postgres, round);
                    }
                }
            }
            System.out.printf(
                    "BENCH database of %d MB, seconds: take=%.2f take by COPY=%.2f, pg_dump|zstd -3=%.2f; fetch, restore and compare in a new server=%.2f, in one that runs=%.2f, of which compare=%.2f,"
                            + " zstd -d|pg_restore=%.2f; restic from pg_dump=%s, to pg_restore=%s; MiB: sealed=%d zstd=%d, heap peak after collection=%d with garbage=%d; %s%n",
                    dump / 1_000_000,
                    take.median(),
                    takeByCopy.median(),
                    pgDump.median(),
                    prove.median(),
                    restore.median(),
                    compare.median(),
                    pgRestore.median(),
                    isRestic ? "%.2f".formatted(restic.median()) : "-",
                    isRestic ? "%.2f".formatted(resticBack.median()) : "-",
                    sealed >> 20,
                    Files.size(directory.resolve("estate.zst")) >> 20,
                    heap.afterCollectionMiB(),
                    heap.withGarbageMiB(),
                    Samples.load());
        }
    }

    private AnnotationConfigApplicationContext beans(EmbeddedPostgres postgres, String path) throws Exception {
        SealKeys.Pair keys = SealKeys.generate();
        var beans = new AnnotationConfigApplicationContext();
        beans.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "bench",
                        Map.of(
                                "upkeep.backup.pg-programs",
                                path,
                                "upkeep.backup.work-directory",
                                directory.resolve("work").toString())));
        beans.registerBean(Backups.class, OneBackup::new);
        beans.registerBean(Clock.class, Clock::systemUTC);
        beans.registerBean(Seal.class, () -> Seal.of(List.of(keys.recipient()), keys.identity()));
        URI address = URI.create("postgresql://localhost:" + postgres.getPort() + "/estate");
        beans.registerBean(
                Inventory.class,
                () -> new Inventory(List.of(
                        new Target("database", TargetKind.DATABASE, Set.of(), address, "postgres", "postgres"))));
        beans.register(
                BackupArchive.class,
                DatabaseBackup.class,
                BackupProof.class,
                Restoration.class,
                Class.forName("io.upkeep.backup.WorkDirectory"),
                Class.forName("io.upkeep.backup.BackupTaking"));
        beans.refresh();
        return beans;
    }

    /** As the pipeline does it, but for the store. */
    private static long backUp(
            AnnotationConfigApplicationContext beans, Samples took, Samples proved, Samples restored, Samples compared)
            throws IOException {
        BackupArchive archive = beans.getBean(BackupArchive.class);
        String run = UUID.randomUUID().toString();
        long started = System.nanoTime();
        Map<String, Object> backup = archive.begin(run, "bench", "database");
        Map<String, Object> taken = beans.getBean(DatabaseBackup.class).take(backup, "database");
        took.add(Samples.secondsSince(started));
        assertThat(taken.get("rows")).isEqualTo(1_250_000L);
        if (proved != null) {
            BackupProof proof = beans.getBean(BackupProof.class);
            started = System.nanoTime();
            Map<String, Object> named = new LinkedHashMap<>(backup);
            fetch(proof, archive, backup, named);
            assertThat(proof.prove(named)).containsEntry("verdict", "VERIFIED").containsEntry("rows", 1_250_000L);
            proved.add(Samples.secondsSince(started));
            restore(beans, backup, restored, compared);
        }
        archive.tidy(run);
        return (Long) taken.get("bytes");
    }

    private static void fetch(
            BackupProof proof, BackupArchive archive, Map<String, Object> backup, Map<String, Object> to)
            throws IOException {
        byte[] manifest = archive.manifest(backup).getBytes(StandardCharsets.UTF_8);
        proof.fetch(to, "manifest", new ByteArrayInputStream(manifest));
        proof.fetch(
                to, "contents", Files.newInputStream(archive.contents(backup).toPath()));
        proof.fetch(to, "archive", Files.newInputStream(archive.file(backup).toPath()));
    }

    /** Into the server that runs already, compared as always. */
    private static void restore(
            AnnotationConfigApplicationContext beans, Map<String, Object> backup, Samples restored, Samples compared)
            throws IOException {
        Restoration restoration = beans.getBean(Restoration.class);
        long started = System.nanoTime();
        Map<String, Object> restore = restoration.begin(
                backup.get("runId").toString(), backup.get("id").toString(), "database/again_by_upkeep", false);
        fetch(beans.getBean(BackupProof.class), beans.getBean(BackupArchive.class), backup, restore);
        String said = restoration.restore(restore);
        restored.add(Samples.secondsSince(started));
        assertThat(said).contains("are what was backed up");
        compared.add(Double.parseDouble(said.replaceAll(".*compared in ([0-9.]+) s", "$1")));
        restoration.remove(restore);
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

    private static void execute(EmbeddedPostgres postgres, String database, String sql) throws Exception {
        try (var connection = java.sql.DriverManager.getConnection(postgres.getJdbcUrl("postgres", database));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void sh(EmbeddedPostgres postgres, String command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("bash", "-o", "pipefail", "-ec", command)
                .directory(directory.toFile())
                .inheritIO();
        builder.environment()
                .putAll(Map.of("PGHOST", "localhost", "PGPORT", "" + postgres.getPort(), "PGUSER", "postgres"));
        builder.environment().putAll(Map.of("RESTIC_REPOSITORY", "repository", "RESTIC_PASSWORD", "bench"));
        assertThat(builder.start().waitFor()).as(command).isZero();
    }
}
