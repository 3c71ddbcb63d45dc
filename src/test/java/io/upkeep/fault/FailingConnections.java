package io.upkeep.fault;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * The database's driver with faults, below the pool: a share of what commits (a commit, or a writing statement by itself)
 * loses its connection just before, and a share just after, so that the answer is lost.
 */
final class FailingConnections {

    private static final double SHARE = 0.2;
    /** Of steps: often enough that more connections are cut than there are runs, however few are open. */
    private static final double SHARE_OF_STEPS = 0.4;

    private static final String CONNECTION_FAILURE = "08006";

    private final Random chance = new Random(11);
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger before = new AtomicInteger();
    private final AtomicInteger after = new AtomicInteger();
    private final AtomicInteger cut = new AtomicInteger();
    private volatile boolean failing;

    void fail(boolean on) {
        failing = on;
    }

    int failedBefore() {
        return before.get();
    }

    int failedAfter() {
        return after.get();
    }

    int cut() {
        return cut.get();
    }

    /** Between two steps: cuts a few connections, whoever is using them. */
    void cutSometimes() {
        if (hits(SHARE_OF_STEPS)) {
            open.stream().limit(3).forEach(connection -> {
                cut.incrementAndGet();
                abort(connection);
            });
        }
    }

    DataSource around(DataSource real) {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            Object answer = call(real, method, arguments);
            return answer instanceof Connection connection ? connection(connection) : answer;
        });
    }

    private Connection connection(Connection real) {
        open.add(real);
        return proxy(Connection.class, (proxy, method, arguments) -> {
            if (method.getName().equals("commit")) {
                return commit(real, () -> call(real, method, arguments));
            }
            Object answer = call(real, method, arguments);
            return answer instanceof Statement statement
                    ? statement(real, statement, method.getReturnType(), arguments)
                    : answer;
        });
    }

    private Object statement(Connection connection, Statement real, Class<?> type, Object[] prepared) {
        return proxy(type, (proxy, method, arguments) -> {
            boolean executes = method.getName().startsWith("execute");
            Object sql =
                    arguments == null || arguments.length == 0 ? prepared == null ? "" : prepared[0] : arguments[0];
            return executes && connection.getAutoCommit() && writes(sql.toString())
                    ? commit(connection, () -> call(real, method, arguments))
                    : call(real, method, arguments);
        });
    }

    private static boolean writes(String sql) {
        return List.of("WITH", "INSERT", "UPDATE", "DELETE").stream()
                .anyMatch(sql.strip().toUpperCase(java.util.Locale.ROOT)::startsWith);
    }

    /** What may fail. */
    private interface Work {
        Object run() throws Throwable;
    }

    private Object commit(Connection connection, Work work) throws Throwable {
        if (hits(SHARE)) {
            before.incrementAndGet();
            abort(connection);
            throw new SQLException("cut by the test before the commit", CONNECTION_FAILURE);
        }
        Object answer = work.run();
        if (hits(SHARE)) {
            after.incrementAndGet();
            abort(connection);
            throw new SQLException("cut by the test after the commit", CONNECTION_FAILURE);
        }
        return answer;
    }

    private synchronized boolean hits(double share) {
        return failing && chance.nextDouble() < share;
    }

    private void abort(Connection connection) {
        open.remove(connection);
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(FailingConnections.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object call(Object real, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
