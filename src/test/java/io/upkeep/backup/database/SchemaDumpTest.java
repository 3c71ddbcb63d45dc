package io.upkeep.backup.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upkeep.backup.BackupRefused;
import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaDumpTest {

    private static EmbeddedPostgres postgres;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.builder().start();
        execute("postgres", "CREATE ROLE clerk; CREATE ROLE reader; CREATE ROLE keeper LOGIN PASSWORD 'geheim'");
        for (String database : new String[] {"estate", "restored", "odd", "with_pg_dump"}) {
            execute("postgres", "CREATE DATABASE " + database);
        }
        execute("estate", resource("/backup/every-kind-of-object.sql"));
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    private static String resource(String name) throws IOException {
        try (var in = SchemaDumpTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void execute(String database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(postgres.getJdbcUrl("postgres", database) + "&preferQueryMode=simple");
    }

    private String dumpOf(String database) throws SQLException, IOException {
        Path file = directory.resolve(database + ".sql");
        try (Connection connection = connect(database)) {
            assertThat(new JdbcSchemaDump(connection).dump(file))
                    .startsWith("system catalogs over JDBC (PostgreSQL 15");
        }
        return Files.readString(file);
    }

    @Test
    void a_schema_read_from_the_catalogs_restores_to_the_same_schema() throws Exception {
        String dump = dumpOf("estate");
        execute("restored", dump);
        assertThat(dumpOf("restored")).isEqualTo(dump);
        assertThat(dump)
                .contains(
                        "CREATE TYPE public.ticket_state AS ENUM",
                        "CREATE DOMAIN queue.email",
                        "GENERATED ALWAYS AS IDENTITY")
                .contains(
                        "PARTITION OF",
                        "CREATE POLICY",
                        "COMMENT ON COLUMN",
                        "GRANT SELECT ON TABLE",
                        "CREATE TRIGGER");
    }

    @Test
    void pg_dump_finds_no_difference_between_the_original_and_what_was_restored_from_the_catalogs() throws Exception {
        Optional<PgDump> pgDump = PgDump.onPath(System.getenv("PATH"), 15);
        org.junit.jupiter.api.Assumptions.assumeTrue(pgDump.isPresent(), "no pg_dump 15 or newer on the PATH");
        execute("with_pg_dump", dumpOf("estate"));
        assertThat(comparable(pgDump.get(), "with_pg_dump")).isEqualTo(comparable(pgDump.get(), "estate"));
    }

    private String comparable(PgDump pgDump, String database) throws IOException {
        Path file = directory.resolve(database + "-pg_dump.sql");
        assertThat(pgDump.dump(target(database, "postgres", "postgres"), file))
                .isEqualTo("pg_dump " + pgDump.version());
        return Files.readString(file).replaceAll("(?m)^\\\\(un)?restrict .*$", "");
    }

    private static Target target(String database, String user, String password) {
        URI address = URI.create("postgresql://localhost:" + postgres.getPort() + "/" + database);
        return new Target("database", TargetKind.DATABASE, Set.of(), address, user, password);
    }

    @Test
    void a_kind_of_object_that_only_pg_dump_can_write_is_refused_and_named() throws Exception {
        execute("odd", "CREATE AGGREGATE product(numeric) (sfunc = numeric_mul, stype = numeric, initcond = '1')");
        assertThatThrownBy(() -> dumpOf("odd"))
                .isInstanceOf(BackupRefused.class)
                .hasMessageContaining("1 aggregate")
                .hasMessageContaining("install a pg_dump");
    }

    @Test
    void a_pg_dump_older_than_the_server_is_not_used() throws IOException {
        Path old = directory.resolve("pg_dump");
        Files.writeString(old, "#!/bin/sh\necho 'pg_dump (PostgreSQL) 14.9 (Debian 14.9-1)'\n");
        assertThat(old.toFile().setExecutable(true)).isTrue();
        assertThat(PgDump.onPath(directory.toString(), 15)).isEmpty();
        assertThat(PgDump.onPath(directory.toString(), 14)).map(PgDump::version).contains("14.9");
        assertThat(PgDump.onPath("/nowhere", 15)).isEmpty();
    }

    @Test
    void the_password_reaches_pg_dump_by_its_environment_only_and_half_a_dump_is_refused() throws IOException {
        Path fake = directory.resolve("pg_dump");
        Files.writeString(fake, "#!/bin/sh\necho \"args $* password $PGPASSWORD user $PGUSER\"\n");
        assertThat(fake.toFile().setExecutable(true)).isTrue();
        Path out = directory.resolve("out.sql");
        assertThatThrownBy(() -> new PgDump(fake, "15.1").dump(target("estate", "keeper", "geheim"), out))
                .isInstanceOf(BackupRefused.class)
                .hasMessageNotContaining("geheim");
        assertThat(Files.readString(out))
                .contains("password geheim user keeper")
                .doesNotContainPattern("args[^\\n]*geheim[^\\n]*password");
    }
}
