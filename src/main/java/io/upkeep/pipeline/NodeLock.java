package io.upkeep.pipeline;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Holds the database for this node alone, by a session lock that the database frees when the node dies. Until there is
 * a cluster, this is how a node knows that runs without an outcome are not somebody else's.
 */
@Component
class NodeLock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeLock.class);
    private static final long KEY = 0x7570_6b65_6570L;

    private final JdbcNodeLock statements;
    private final DataSource database;
    private Connection connection;
    private boolean refused;

    NodeLock(DataSource database) {
        this.database = database;
        this.statements = new JdbcNodeLock();
    }

    /** Whether this node holds the lock, taking it when it is free. */
    synchronized Hold hold() {
        try {
            if (connection != null) {
                if (connection.isValid(2)) {
                    return Hold.KEPT;
                }
                close();
            }
            Connection fresh = database.getConnection();
            if (statements.tryLock(fresh, KEY)) {
                connection = fresh;
                refused = false;
                return Hold.TAKEN;
            }
            fresh.close();
            if (!refused) {
                LOG.warn("Another node works on this database; this one waits until that one stops");
                refused = true;
            }
            return Hold.REFUSED;
        } catch (SQLException e) {
            LOG.warn("The database does not answer, no run is started: {}", e.getMessage());
            close();
            return Hold.REFUSED;
        }
    }

    /** What came of asking for the lock. */
    enum Hold {
        /** Just taken: no other node lives. */
        TAKEN,
        /** Held before and now. */
        KEPT,
        /** Somebody else has it, or nobody can tell. */
        REFUSED
    }

    @Override
    public synchronized void close() {
        if (connection == null) {
            return;
        }
        try {
            statements.unlock(connection, KEY);
        } catch (SQLException e) {
            LOG.debug("The lock's connection was gone already: {}", e.getMessage());
        }
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("The lock's connection was gone already: {}", e.getMessage());
        }
        connection = null;
    }
}
