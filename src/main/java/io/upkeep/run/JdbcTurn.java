package io.upkeep.run;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;

/**
 * The turn is a PostgreSQL advisory lock that lives as long as its session: a node that dies, or loses the database,
 * loses its turn without a timeout to tune. It keeps one connection of the pool.
 */
public final class JdbcTurn implements Turn, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcTurn.class);

    private static final int VALID_WITHIN_SECONDS = 2;

    private final DataSource database;
    private final long lock;
    private final String work;
    private Connection session;

    /**
     * A turn for one work.
     *
     * @param lock a number that no other work has
     * @param work what the node does that has it, for the log: {@code sends the outbox to Kafka}
     */
    public JdbcTurn(DataSource database, long lock, String work) {
        this.database = database;
        this.lock = lock;
        this.work = work;
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
            throw new IllegalStateException(
                    "cannot ask the database which node %s; it is asked again soon".formatted(work), e);
        }
    }

    private boolean take() throws SQLException {
        Connection candidate = database.getConnection();
        if (ask(candidate, "SELECT pg_try_advisory_lock(?)")) {
            session = candidate;
            LOG.info("This node {} from now on", work);
            return true;
        }
        candidate.close();
        return false;
    }

    /** Unlocks by hand, because the pool keeps the session of a connection that is closed. */
    @Override
    public void destroy() {
        release();
    }

    private synchronized void release() {
        try (Connection old = session) {
            session = null;
            if (old != null && old.isValid(VALID_WITHIN_SECONDS)) {
                ask(old, "SELECT pg_advisory_unlock(?)");
            }
        } catch (SQLException e) {
            LOG.debug("The session of the node that {} was gone already", work, e);
        }
    }

    private boolean ask(Connection connection, String question) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(question)) {
            statement.setLong(1, lock);
            try (ResultSet answer = statement.executeQuery()) {
                return answer.next() && answer.getBoolean(1);
            }
        }
    }
}
