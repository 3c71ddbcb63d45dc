package io.upkeep.backup.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL for one restore: on the loopback interface, behind a password that nobody knows, without fsync, gone with its
 * files when closed.
 */
final class ThrowAwayPostgres implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ThrowAwayPostgres.class);
    private static final Map<String, String> FAST = Map.of(
            "fsync", "off",
            "full_page_writes", "off",
            "synchronous_commit", "off",
            "wal_level", "minimal",
            "max_wal_senders", "0",
            "max_wal_size", "4GB",
            "autovacuum", "off",
            "shared_buffers", "128MB",
            "maintenance_work_mem", "256MB",
            "listen_addresses", "127.0.0.1");

    private static final int TRIES = 3;
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Duration AT_LAST = Duration.ofSeconds(60);

    private final EmbeddedPostgres postgres;
    private final Place place;

    private ThrowAwayPostgres(EmbeddedPostgres postgres, Place place) {
        this.postgres = postgres;
        this.place = place;
    }

    /** @param directory empty or not there; the files go there */
    static ThrowAwayPostgres start(Path directory) throws IOException {
        return start(directory, () -> 0);
    }

    /**
     * Whoever takes the port between the choice and the start keeps the server from starting, which is waited for all the same: it is
     * tried again on another.
     *
     * @param port of the next try; 0 for any that is free
     */
    static ThrowAwayPostgres start(Path directory, IntSupplier port) throws IOException {
        for (int number = 1; ; number++) {
            Path files = directory.resolve("try-" + number);
            try {
                return started(files, port.getAsInt(), number < TRIES ? SOON : AT_LAST);
            } catch (IOException late) {
                end(files);
                if (number == TRIES) {
                    throw late;
                }
                LOG.info("A throw-away PostgreSQL did not start, trying another port: {}", late.getMessage());
            }
        }
    }

    /** One that would have started only later. */
    private static void end(Path files) throws IOException {
        Path pid = files.resolve("postmaster.pid");
        if (Files.exists(pid)) {
            ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).get(0).strip()))
                    .ifPresent(ProcessHandle::destroy);
        }
    }

    private static ThrowAwayPostgres started(Path directory, int port, Duration within) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(directory)
                .setCleanDataDirectory(true)
                .setPort(port)
                .setPGStartupWait(within);
        FAST.forEach(builder::setServerConfig);
        EmbeddedPostgres postgres = builder.start();
        byte[] secret = new byte[16];
        new SecureRandom().nextBytes(secret);
        Place place = new Place(
                "127.0.0.1",
                postgres.getPort(),
                "postgres",
                "postgres",
                HexFormat.of().formatHex(secret));
        try (Connection connection = place.connect()) {
            JdbcServer.setPassword(connection, "postgres", place.password());
            Files.writeString(directory.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
            JdbcServer.reload(connection);
        } catch (SQLException e) {
            postgres.close();
            throw new IOException("the throw-away PostgreSQL cannot be prepared: " + e.getMessage(), e);
        }
        return new ThrowAwayPostgres(postgres, place);
    }

    Place place() {
        return place;
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
