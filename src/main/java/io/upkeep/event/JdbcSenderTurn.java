package io.upkeep.event;

import jakarta.annotation.PreDestroy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The turn is a PostgreSQL advisory lock that lives as long as its session: a node that dies, or loses the database,
 * loses its turn without a timeout to tune. It keeps one connection of the pool.
 */
@Component
class JdbcSenderTurn implements SenderTurn {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcSenderTurn.class);

    /** "outbox" in ASCII; any number that nobody else locks would do. */
    private static final long LOCK = 0x6f7574626f78L;

    private static final int VALID_WITHIN_SECONDS = 2;

    private final DataSource database;
    private Connection session;

    JdbcSenderTurn(DataSource database) {
        this.database = database;
    }

    @Override
    public synchronized boolean isOurs() {
        try {
            if (session != null && session.isValid(VALID_WITHIN_SECONDS)) {
                return true;
            }
            release();
            return take();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot ask the database who sends the outbox; it is asked again soon", e);
        }
    }

    private boolean take() throws SQLException {
        Connection candidate = database.getConnection();
        if (ask(candidate, "SELECT pg_try_advisory_lock(?)")) {
            session = candidate;
            LOG.info("This node sends the outbox to Kafka from now on");
            return true;
        }
        candidate.close();
        return false;
    }

    /** Unlocks by hand, because the pool keeps the session of a connection that is closed. */
    @PreDestroy
    synchronized void release() {
        try (Connection old = session) {
            session = null;
            if (old != null && old.isValid(VALID_WITHIN_SECONDS)) {
                ask(old, "SELECT pg_advisory_unlock(?)");
            }
        } catch (SQLException e) {
            LOG.debug("The session of the outbox's sender was gone already", e);
        }
    }

    private static boolean ask(Connection connection, String question) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(question)) {
            statement.setLong(1, LOCK);
            try (ResultSet answer = statement.executeQuery()) {
                return answer.next() && answer.getBoolean(1);
            }
        }
    }
}
