package io.upkeep.diagnosis;

import io.upkeep.sandbox.Sandbox;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.postgresql.PGConnection;

/** A program that works on the table of tickets: holds it and does nothing, holds it and works, or waits for it. */
final class Holder implements AutoCloseable {

    private final Sandbox sandbox;
    private final Connection connection;
    private final CompletableFuture<Void> work;
    private final int process;

    private Holder(Sandbox sandbox, Connection connection, String sql) throws SQLException {
        this.sandbox = sandbox;
        this.connection = connection;
        this.process = connection.unwrap(PGConnection.class).getBackendPID();
        this.work = sql.isEmpty() ? CompletableFuture.completedFuture(null) : run(connection, sql);
    }

    static Holder idle(Sandbox sandbox) throws SQLException {
        return new Holder(sandbox, locked(sandbox), "");
    }

    /** Of a superuser, whose sessions an ordinary login may not look into. */
    static Holder ofSuperuser(Sandbox sandbox) throws SQLException {
        return new Holder(sandbox, locked(sandbox.postgres().superuserConnection()), "");
    }

    static Holder working(Sandbox sandbox) throws SQLException {
        return new Holder(sandbox, locked(sandbox), "select pg_sleep(600)");
    }

    static Holder waiting(Sandbox sandbox) throws SQLException {
        return new Holder(sandbox, sandbox.postgres().estateConnection(), "select count(*) from tickets");
    }

    private static Connection locked(Sandbox sandbox) throws SQLException {
        return locked(sandbox.postgres().estateConnection());
    }

    private static Connection locked(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("lock table tickets in access exclusive mode");
        }
        return connection;
    }

    private static CompletableFuture<Void> run(Connection connection, String sql) {
        return CompletableFuture.runAsync(
                () -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute(sql);
                    } catch (SQLException ended) {
                        throw new IllegalStateException(ended);
                    }
                },
                work -> new Thread(work, "holder").start());
    }

    /** Over when its statement is. */
    CompletableFuture<Void> ended() {
        return work;
    }

    /** Whether the server still has its session. */
    boolean isOpen() throws SQLException {
        return work.isDone() ? connection.isValid(5) : true;
    }

    @Override
    public void close() throws SQLException {
        // a server works on for a program that has gone
        sandbox.postgres().administer("select pg_terminate_backend(%d)".formatted(process));
        connection.abort(Runnable::run);
    }
}
