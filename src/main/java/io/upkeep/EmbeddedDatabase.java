package io.upkeep;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The default database: a real PostgreSQL with its data in a folder of ours. One that a killed process left running is
 * used again, not fought with.
 */
final class EmbeddedDatabase implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final int PORT_LINE = 3;

    private final EmbeddedPostgres started;
    private final int port;

    private EmbeddedDatabase(EmbeddedPostgres started, int port) {
        this.started = started;
        this.port = port;
    }

    static EmbeddedDatabase open(Path folder) throws IOException {
        Path data = Files.createDirectories(folder).toAbsolutePath();
        Path lock = data.resolve("postmaster.pid");
        if (Files.exists(lock)) {
            List<String> lines = Files.readAllLines(lock);
            if (isAlive(lines)) {
                int port = Integer.parseInt(lines.get(PORT_LINE).strip());
                LOG.info("Using the PostgreSQL that is still running on {} (port {})", data, port);
                return new EmbeddedDatabase(null, port);
            }
        }
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setPGStartupWait(Duration.ofSeconds(60))
                .start();
        return new EmbeddedDatabase(postgres, postgres.getPort());
    }

    private static boolean isAlive(List<String> lockFile) {
        return lockFile.size() > PORT_LINE
                && ProcessHandle.of(Long.parseLong(lockFile.get(0).strip()))
                        .filter(ProcessHandle::isAlive)
                        .flatMap(process -> process.info().command())
                        .filter(command -> command.endsWith("postgres"))
                        .isPresent();
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    @Override
    public void close() throws IOException {
        if (started != null) {
            started.close();
        }
    }
}
