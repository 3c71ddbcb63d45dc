package io.upkeep.fault;

import com.zaxxer.hikari.HikariDataSource;
import io.upkeep.fleet.StepToken;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;

/** Stands in the steps of the fault tests' pipelines: what happens there is noted at once, past the journal. */
public class Effects implements AutoCloseable {

    private final HikariDataSource connections;
    private final JdbcEvidence evidence;
    private final String node;
    private final Runnable between;

    Effects(String url, String user, String password, String node) {
        this(url, user, password, node, () -> {});
    }

    /** @param between done after each step's work */
    Effects(String url, String user, String password, String node, Runnable between) {
        this.connections = connections(url, user, password);
        this.evidence = new JdbcEvidence(connections);
        this.node = node;
        this.between = between;
    }

    private static HikariDataSource connections(String url, String user, String password) {
        HikariDataSource connections = new HikariDataSource();
        connections.setJdbcUrl(url);
        connections.setUsername(user);
        connections.setPassword(password);
        connections.setMaximumPoolSize(40); // one that stands still in a transaction keeps its connection
        connections.setMinimumIdle(2);
        return connections;
    }

    JdbcEvidence evidence() {
        return evidence;
    }

    /** Called by the routes: leaves an effect, then works for a while, the first time for longer where the run says so. */
    public void happen(Exchange exchange, String step) throws InterruptedException {
        StepToken token = StepToken.parse(exchange.getProperty(StepToken.PROPERTY, String.class));
        UUID run = UUID.fromString(token.run());
        boolean isFirst = evidence.noteEffect(run, token.epoch(), token.phase(), step, node);
        boolean stalls = isFirst && step.equals(exchange.getVariable("stallAt", String.class));
        long millis = exchange.getVariable(stalls ? "stall" : "work", Long.class);
        try {
            if (millis > 0) {
                new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            evidence.noteInterrupted(run, token.epoch(), node);
            throw e;
        }
        between.run();
    }

    @Override
    public void close() {
        connections.close();
    }
}
