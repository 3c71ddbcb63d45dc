package io.upkeep;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The time of the database, so that all nodes agree on it however wrong their own clocks are: read every few seconds and
 * carried on by the JVM's monotonic clock in between, in
 * microseconds, which is what the database keeps. It never goes backwards.
 */
final class DatabaseClock extends Clock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseClock.class);
    private static final Duration EVERY = Duration.ofSeconds(5);

    /** An answer that took longer says too little about the time in between. */
    private static final long SLOWEST_ANSWER_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final DataSource database;
    private final AtomicReference<Reading> reading = new AtomicReference<>();
    private final AtomicReference<Instant> latest = new AtomicReference<>(Instant.MIN);
    private final ScheduledExecutorService periodic =
            Executors.newSingleThreadScheduledExecutor(new CustomizableThreadFactory("database-clock-"));

    private record Reading(Instant instant, long nanos) {

        Instant now() {
            return instant.plusNanos(System.nanoTime() - nanos);
        }
    }

    /** Reads the database's time, so the database must answer. */
    @SuppressWarnings("FutureReturnValueIgnored") // readQuietly logs its failures
    DatabaseClock(DataSource database) {
        this.database = database;
        try {
            reading.set(read());
        } catch (SQLException e) {
            throw new IllegalStateException("the database does not tell the time: " + e.getMessage(), e);
        }
        periodic.scheduleWithFixedDelay(this::readQuietly, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void readQuietly() {
        try {
            Reading fresh = read();
            if (System.nanoTime() - fresh.nanos() < SLOWEST_ANSWER_NANOS) {
                reading.set(fresh);
            }
        } catch (SQLException | RuntimeException e) {
            LOG.debug("The database does not tell the time, the last reading is carried on: {}", e.getMessage());
        }
    }

    private Reading read() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            long asked = System.nanoTime();
            try (ResultSet row = statement.executeQuery("SELECT clock_timestamp()")) {
                row.next();
                Instant told = row.getTimestamp(1).toInstant();
                long answered = System.nanoTime();
                return new Reading(told, asked + (answered - asked) / 2);
            }
        }
    }

    @Override
    public Instant instant() {
        Instant now = reading.get().now().truncatedTo(ChronoUnit.MICROS);
        return latest.accumulateAndGet(now, (a, b) -> a.isAfter(b) ? a : b);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new InZone(this, zone);
    }

    /** The same time seen in another zone. */
    private static final class InZone extends Clock {
        private final Clock clock;
        private final ZoneId zone;

        InZone(Clock clock, ZoneId zone) {
            this.clock = clock;
            this.zone = zone;
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new InZone(clock, other);
        }

        @Override
        public Instant instant() {
            return clock.instant();
        }
    }

    @Override
    public void close() {
        periodic.shutdownNow();
    }
}
