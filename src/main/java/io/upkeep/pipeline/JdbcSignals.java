package io.upkeep.pipeline;

import io.upkeep.run.Run.Wish;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Signals by PostgreSQL's LISTEN and NOTIFY. This node's dispatcher is woken directly; the others hear at most one
 * "due" every few milliseconds, because commits that notify queue up behind each other in the database. It keeps one
 * connection of the pool.
 */
@Component
class JdbcSignals implements Signals, SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcSignals.class);
    private static final String CHANNEL = "upkeep";
    private static final String DUE = "due";
    private static final String PAUSED = "paused";
    private static final int LISTEN_MILLIS = 500;
    private static final long AFTER_A_FAILURE_MILLIS = 1000;
    private static final long BETWEEN_DUES_MILLIS = 5;

    private final DataSource database;
    private final Dispatcher dispatcher;
    private final Underway underway;
    private final Nodes nodes;
    private final Semaphore dues = new Semaphore(0);
    private volatile boolean running;
    private Thread listener;
    private Thread teller;

    JdbcSignals(DataSource database, Dispatcher dispatcher, Underway underway, Nodes nodes) {
        this.database = database;
        this.dispatcher = dispatcher;
        this.underway = underway;
        this.nodes = nodes;
    }

    @Override
    public void handedOver() {
        dispatcher.begin();
    }

    @Override
    public void due() {
        dispatcher.wake();
        if (nodes.areSeveral()) {
            dues.release();
        }
    }

    @Override
    public void wish(UUID run, Wish wish) {
        tellOthers("%s %s %s".formatted(wish.kind(), run, wish.by()));
    }

    @Override
    public void paused() {
        nodes.read();
        dispatcher.wake();
        tellOthers(PAUSED);
    }

    private void tellOthers(String signal) {
        if (nodes.areSeveral()) {
            try {
                tell(signal);
            } catch (SQLException e) {
                LOG.debug("Other nodes hear of it with their next write or heartbeat: {}", e.getMessage());
            }
        }
    }

    @Override
    public void start() {
        running = true;
        listener = new Thread(() -> untilStopped(this::listen), "signals-in");
        teller = new Thread(() -> untilStopped(this::tellDues), "signals-out");
        listener.start();
        teller.start();
    }

    @Override
    public void stop() {
        running = false;
        listener.interrupt();
        teller.interrupt();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Work that talks to the database. */
    private interface Talk {
        void once() throws SQLException, InterruptedException;
    }

    private void untilStopped(Talk talk) {
        while (running) {
            try {
                talk.once();
            } catch (SQLException | RuntimeException e) {
                LOG.debug("Signals are off for a moment, polling goes on: {}", e.getMessage());
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(AFTER_A_FAILURE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("LISTEN " + CHANNEL);
            PGConnection postgres = connection.unwrap(PGConnection.class);
            try {
                while (running) {
                    for (PGNotification signal : postgres.getNotifications(LISTEN_MILLIS)) {
                        hear(signal.getParameter());
                    }
                }
            } finally {
                statement.execute("UNLISTEN " + CHANNEL);
            }
        }
    }

    private void hear(String signal) {
        if (signal.equals(DUE)) {
            dispatcher.wake();
            return;
        }
        if (signal.equals(PAUSED)) {
            nodes.read();
            dispatcher.wake();
            return;
        }
        String[] parts = signal.split(" ", 3);
        Wish wish = new Wish(Wish.Kind.valueOf(parts[0]), parts[2]);
        underway.find(UUID.fromString(parts[1])).ifPresent(work -> work.stop(new Stop.Wished(wish)));
    }

    private void tellDues() throws SQLException, InterruptedException {
        dues.acquire();
        dues.drainPermits();
        tell(DUE);
        TimeUnit.MILLISECONDS.sleep(BETWEEN_DUES_MILLIS);
    }

    private void tell(String signal) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT pg_notify(?, ?)")) {
            statement.setString(1, CHANNEL);
            statement.setString(2, signal);
            statement.execute();
        }
    }
}
