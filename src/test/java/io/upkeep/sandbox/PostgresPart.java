package io.upkeep.sandbox;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A PostgreSQL server with two databases: {@code upkeep}, Upkeep's own, reached directly, and the estate's, reached through a
 * relay and with a real password check: {@code virtual_queue}, or {@code virtual_queue_staging} on staging's server, as settings
 * of a server are those of all its databases.
 */
public final class PostgresPart implements AutoCloseable {

    static final String ESTATE_DATABASE = "virtual_queue";
    static final String STAGING_DATABASE = "virtual_queue_staging";
    static final String ESTATE_USER = "virtual_queue";
    static final String ESTATE_PASSWORD = "queue-secret-7316";

    private final EmbeddedPostgres postgres;
    private final Relay relay;
    private final String estate;

    private PostgresPart(EmbeddedPostgres postgres, Relay relay, String estate) {
        this.postgres = postgres;
        this.relay = relay;
        this.estate = estate;
    }

    /** Starts the server of production below the directory; what a former sandbox left there is thrown away. */
    static PostgresPart start(Path directory) {
        return start(directory.resolve("postgresql"), "database", ESTATE_DATABASE);
    }

    /** The same of staging. */
    static PostgresPart startStaging(Path directory) {
        return start(directory.resolve("postgresql-staging"), "database-staging", STAGING_DATABASE);
    }

    private static PostgresPart start(Path cluster, String name, String estate) {
        try {
            Files.createDirectories(cluster);
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setPort(Ports.free())
                    .setDataDirectory(cluster)
                    .setCleanDataDirectory(true)
                    .setRegisterShutdownHook(false)
                    .setServerConfig("fsync", "off")
                    .setServerConfig("shared_buffers", "32MB")
                    .start();
            seed(postgres, cluster, estate);
            Relay relay = Relay.start(name, "postgresql", Ports.free(), postgres.getPort());
            return new PostgresPart(postgres, relay, estate);
        } catch (IOException failure) {
            throw new UncheckedIOException("the sandbox's PostgreSQL did not start in " + cluster, failure);
        }
    }

    /** Of the role {@code upkeep}; not a word that stands in ordinary texts, because texts are searched for secrets. */
    public static final String UPKEEP_PASSWORD = "for-the-sandbox-only";

    /** JDBC address of Upkeep's own database; the user is {@code upkeep}. */
    public String upkeepUrl() {
        return "jdbc:postgresql://%s:%d/upkeep".formatted(Ports.HOST, postgres.getPort());
    }

    /** JDBC address of the estate's database, through the relay. */
    public String estateUrl() {
        return "jdbc:postgresql://%s:%d/%s".formatted(Ports.HOST, relay.port(), estate);
    }

    /** The relay in front of the estate's database. */
    public Relay relay() {
        return relay;
    }

    /** Another relay to the whole cluster, for a client whose connection is to be broken alone; the caller closes it. */
    public Relay relayTo(String client) {
        return Relay.start("database-of-" + client, "postgresql", Ports.free(), postgres.getPort());
    }

    /** Creates a fresh, empty database for Upkeep and returns its JDBC address: for tests that need one of their own. */
    public String createUpkeepDatabase(String name) {
        execute(postgres.getJdbcUrl("postgres", "postgres"), "create database " + name + " owner upkeep");
        return "jdbc:postgresql://%s:%d/%s".formatted(Ports.HOST, postgres.getPort(), name);
    }

    /** Runs SQL in the estate's database as its owner, past the relay. */
    public void inEstate(String sql) {
        inDatabase(estate, sql);
    }

    /** A connection to the estate's database as its owner, past the relay; the caller closes it. */
    public Connection estateConnection() throws SQLException {
        return DriverManager.getConnection(postgres.getJdbcUrl(ESTATE_USER, estate) + "&password=" + ESTATE_PASSWORD);
    }

    /** A connection to the estate's database as a superuser, past the relay; the caller closes it. */
    public Connection superuserConnection() throws SQLException {
        return DriverManager.getConnection(postgres.getJdbcUrl("postgres", estate));
    }

    /** Runs SQL in a database of the estate's server as the estate's user, past the relay. */
    public void inDatabase(String database, String sql) {
        execute(postgres.getJdbcUrl(ESTATE_USER, database) + "&password=" + ESTATE_PASSWORD, sql);
    }

    /** How many rows a table of the estate's database has. */
    public long count(String from) {
        return count(estate, from);
    }

    /** How many rows a table of a database of the estate's server has. */
    public long count(String database, String from) {
        return Long.parseLong(ask(database, "select count(*) from " + from).get(0));
    }

    /** The names of all databases. */
    public List<String> databases() {
        return ask("postgres", "select datname from pg_database");
    }

    /** What the estate's server runs with. */
    public String setting(String name) {
        return ask("postgres", "show " + name).get(0);
    }

    /** What the estate's server answers to a question of one row and column. */
    public String answer(String question) {
        return ask("postgres", question).get(0);
    }

    /** Changes a setting of the server by hand, past Upkeep. */
    public void administer(String sql) {
        execute(postgres.getJdbcUrl("postgres", "postgres"), sql);
    }

    /** Removes a database, if it is there. */
    public void drop(String database) {
        execute(postgres.getJdbcUrl("postgres", "postgres"), "drop database if exists " + database + " with (force)");
    }

    private List<String> ask(String database, String question) {
        try (Connection connection = DriverManager.getConnection(postgres.getJdbcUrl("postgres", database));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(question)) {
            List<String> answers = new ArrayList<>();
            while (rows.next()) {
                answers.add(rows.getString(1));
            }
            return answers;
        } catch (SQLException failure) {
            throw new IllegalStateException("SQL failed in the sandbox: " + question, failure);
        }
    }

    @Override
    public void close() {
        relay.close();
        try {
            postgres.close();
        } catch (IOException failure) {
            throw new UncheckedIOException("the sandbox's PostgreSQL did not stop", failure);
        }
    }

    private static void seed(EmbeddedPostgres postgres, Path cluster, String estate) throws IOException {
        String admin = postgres.getJdbcUrl("postgres", "postgres");
        execute(admin, "create role upkeep login password '" + ScramVerifier.of(UPKEEP_PASSWORD) + "'");
        execute(admin, "create database upkeep owner upkeep");
        execute(
                admin,
                "create role %s login createdb password '%s'"
                        .formatted(ESTATE_USER, ScramVerifier.of(ESTATE_PASSWORD)));
        execute(admin, "create database %s owner %s".formatted(estate, ESTATE_USER));
        execute(postgres.getJdbcUrl("postgres", estate), "set role " + ESTATE_USER + ";\n" + schema());
        // what deploy-database-configuration needs of a server, and no more
        execute(admin, """
                grant alter system on parameter work_mem, log_min_duration_statement, log_temp_files to %1$s;
                grant execute on function pg_reload_conf(), pg_show_all_file_settings() to %1$s;
                grant select on pg_file_settings to %1$s
                """.formatted(ESTATE_USER));
        Path access = cluster.resolve("pg_hba.conf");
        String passwords = "host all %s all scram-sha-256%nhost all upkeep all scram-sha-256%n".formatted(ESTATE_USER);
        Files.writeString(access, passwords + Files.readString(access));
        execute(admin, "select pg_reload_conf()");
    }

    private static String schema() throws IOException {
        try (var resource = PostgresPart.class.getResourceAsStream("/sandbox/estate.sql")) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void execute(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException("SQL failed in the sandbox: " + sql, failure);
        }
    }
}
