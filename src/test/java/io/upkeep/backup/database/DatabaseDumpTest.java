package io.upkeep.backup.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upkeep.backup.BackupRefused;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DatabaseDumpTest {

    private static final String ROWS = """
            insert into users (email, "full Name", home, tags) select 'a' || n || '@b.c', E'tab\\t line\\n back\\\\slash ' || n,
                row('street', n)::queue.address, array['x', null, 'y"z'] from generate_series(1, 500) n;
            insert into queues (name) values ('taxes'), ('passports');
            insert into tickets (queue_id, user_id, during)
                select 100, 1 + n, tstzrange('2026-01-01'::timestamptz + n * interval '1 hour', '2026-01-01'::timestamptz + n * interval '1 hour')
                from generate_series(1, 400) n;
            insert into visits select date '2026-01-01' + n % 400, n from generate_series(1, 1000) n;
            create table odd (b bytea, f float8, d date, j jsonb, i interval, m money, nothing text);
            insert into odd values ('\\xdeadbeef00', 0.1::float8 + 0.2, '-infinity', '{"a": [1, null]}', '1 mon 2 days', 12.34, null);
            create table "select" ();
            insert into "select" default values;
            create materialized view summed as select count(*) as n from tickets;
            """;
    private static EmbeddedPostgres postgres;
    private static Place estate;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.builder().start();
        execute("postgres", "CREATE ROLE clerk; CREATE ROLE reader");
        execute("postgres", "CREATE DATABASE estate");
        execute("estate", resource("/backup/every-kind-of-object.sql"));
        execute("estate", ROWS);
        estate = new Place("localhost", postgres.getPort(), "estate", "postgres", "postgres");
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    static Stream<String> ways() {
        return Stream.of("", System.getenv("PATH"));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void a_dump_restores_to_the_same_database_whoever_made_it(String path) throws Exception {
        Map<String, byte[]> files = dump(path);
        try (TrialServer server = TrialServer.start(directory.resolve("pg"))) {
            Fingerprint same = restore(server, files);
            assertThat(same.rows()).isGreaterThan(1900);
            assertThat(same.tables())
                    .extracting(Fingerprint.Table::name)
                    .contains("public.\"select\"", "public.visits_2026");
            assertThat(server.newestRow(Instant.now())).isPresent();
        }
        assertThat(java.util.List.copyOf(files.keySet())).isSorted();
    }

    @Test
    void what_a_server_refuses_is_told_with_its_names_and_without_passwords() throws Exception {
        assertThatThrownBy(() -> new DatabaseServer(estate).rename("nowhere", "Else where"))
                .isInstanceOf(BackupRefused.class)
                .hasMessageContaining("refused 'ALTER DATABASE nowhere RENAME TO Else where'")
                .hasMessageContaining("does not exist");
        try (Connection connection = estate.connect()) {
            assertThatThrownBy(() -> JdbcServer.setPassword(connection, "nobody", "secret"))
                    .hasMessageContaining("refused 'ALTER ROLE nobody PASSWORD '…''")
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void both_ways_give_the_same_fingerprint() throws IOException {
        Assumptions.assumeTrue(
                PgProgram.onPath(System.getenv("PATH"), "pg_dump").isPresent(), "no pg_dump on the PATH");
        Fingerprint own = new DatabaseDump(estate, "")
                .writeTo((name, content, length) -> {})
                .fingerprint();
        Fingerprint theirs = new DatabaseDump(estate, System.getenv("PATH"))
                .writeTo((name, content, length) -> {})
                .fingerprint();
        assertThat(own.difference(theirs)).isEmpty();
        assertThat(own.tables()).isEqualTo(theirs.tables());
    }

    @Test
    void a_row_that_is_missing_changed_or_too_many_is_found() throws Exception {
        Map<String, byte[]> files = dump("");
        String users = files.entrySet().stream()
                .filter(file -> text(file.getValue()).startsWith("COPY public.odd"))
                .findFirst()
                .orElseThrow()
                .getKey()
                .replace("000000", "000001");
        String row = text(files.get(users));
        assertThat(row).contains("12.34");
        try (TrialServer server = TrialServer.start(directory.resolve("pg"))) {
            files.put(users, row.replace("12.34", "12.35").getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> restore(server, files))
                    .isInstanceOf(BackupRefused.class)
                    .hasMessageContaining("table public.odd has its 1 rows, but not the same ones");
        }
        try (TrialServer server = TrialServer.start(directory.resolve("pg2"))) {
            files.put(users, (row + row).getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> restore(server, files)).hasMessageContaining("has 2 rows instead of 1");
        }
    }

    @Test
    void a_dump_that_is_cut_off_is_refused_by_postgresql_or_by_the_comparison() throws Exception {
        Assumptions.assumeTrue(
                PgProgram.onPath(System.getenv("PATH"), "pg_dump").isPresent(), "no pg_dump on the PATH");
        Map<String, byte[]> files = dump(System.getenv("PATH"));
        byte[] whole = files.get("3-dump/000001");
        files.put("3-dump/000001", Arrays.copyOf(whole, whole.length / 2));
        try (TrialServer server = TrialServer.start(directory.resolve("pg"))) {
            assertThatThrownBy(() -> restore(server, files))
                    .isInstanceOf(BackupRefused.class)
                    .hasMessageContaining("pg_restore did not restore the dump");
        }
    }

    @Test
    void without_pg_restore_nothing_is_said_against_the_backup() throws Exception {
        Assumptions.assumeTrue(
                PgProgram.onPath(System.getenv("PATH"), "pg_dump").isPresent(), "no pg_dump on the PATH");
        Map<String, byte[]> files = dump(System.getenv("PATH"));
        try (TrialServer server = TrialServer.start(directory.resolve("pg"));
                DatabaseRestore restore = new DatabaseRestore(server.database(), "/nowhere")) {
            assertThatThrownBy(() -> feed(restore, files))
                    .isInstanceOf(CannotRestore.class)
                    .hasMessageContaining("no pg_restore");
        }
    }

    @Test
    void a_dump_larger_than_the_heap_goes_through() throws Exception {
        execute("postgres", "CREATE DATABASE large");
        execute(
                "large",
                "create table filled as select n, repeat(md5(n::text), 30) as text from generate_series(1, 90000) n");
        Place large = estate.database("large");
        assertThat(dumpedInSmallHeap(large, "")).isGreaterThan(2L * SmallHeapDump.HEAP_MIB * 1024 * 1024);
        if (PgProgram.onPath(System.getenv("PATH"), "pg_dump").isPresent()) {
            assertThat(dumpedInSmallHeap(large, System.getenv("PATH"))).isPositive();
        }
    }

    /** How many bytes a JVM of its own dumped, whose heap could not hold them. */
    private long dumpedInSmallHeap(Place place, String path) throws Exception {
        Path out = directory.resolve("small-heap.txt");
        Process process = SmallHeapDump.start(place, path, out);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(out).strip();
        assertThat(process.exitValue()).as(said).isZero();
        return Long.parseLong(said.substring(said.lastIndexOf('\n') + 1)); // libraries log before
    }

    @Test
    void a_database_that_does_not_answer_is_named_without_its_password() {
        Place nowhere = new Place("127.0.0.1", 1, "estate", "keeper", "geheim");
        assertThatThrownBy(() -> new DatabaseDump(nowhere, "").writeTo((name, content, length) -> {}))
                .isInstanceOf(BackupRefused.class)
                .hasMessageContaining("postgresql://127.0.0.1:1/estate")
                .hasMessageNotContaining("geheim");
    }

    private static Map<String, byte[]> dump(String path) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        new DatabaseDump(estate, path)
                .writeTo((name, content, length) -> files.put(name, Arrays.copyOf(content, length)));
        return files;
    }

    private static Fingerprint restore(TrialServer server, Map<String, byte[]> files) throws Exception {
        try (DatabaseRestore restore = new DatabaseRestore(server.database(), System.getenv("PATH"))) {
            feed(restore, files);
            return restore.compared();
        }
    }

    private static void feed(DatabaseRestore restore, Map<String, byte[]> files) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            restore.file(file.getKey(), new ByteArrayInputStream(file.getValue()));
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String resource(String name) throws IOException {
        try (var in = DatabaseDumpTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void execute(String database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        postgres.getJdbcUrl("postgres", database) + "&preferQueryMode=simple");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
