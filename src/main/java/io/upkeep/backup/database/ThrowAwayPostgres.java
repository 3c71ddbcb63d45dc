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

/**
 * A PostgreSQL for one restore: on the loopback interface, behind a password that nobody knows, without fsync, gone with its
 * files when closed.
 */
final class ThrowAwayPostgres implements AutoCloseable {

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

    private final EmbeddedPostgres postgres;
    private final Place place;

    private ThrowAwayPostgres(EmbeddedPostgres postgres, Place place) {
        this.postgres = postgres;
        this.place = place;
    }

    /** @param directory empty or not there; the files go there */
    static ThrowAwayPostgres start(Path directory) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(directory)
                .setCleanDataDirectory(true)
                .setPGStartupWait(Duration.ofSeconds(60));
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
