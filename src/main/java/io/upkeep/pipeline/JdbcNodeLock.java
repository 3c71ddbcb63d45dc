package io.upkeep.pipeline;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** PostgreSQL's session-level advisory locks. */
final class JdbcNodeLock {

    boolean tryLock(Connection connection, long key) throws SQLException {
        return call(connection, "SELECT pg_try_advisory_lock(?)", key);
    }

    boolean unlock(Connection connection, long key) throws SQLException {
        return call(connection, "SELECT pg_advisory_unlock(?)", key);
    }

    private static boolean call(Connection connection, String sql, long key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, key);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}
