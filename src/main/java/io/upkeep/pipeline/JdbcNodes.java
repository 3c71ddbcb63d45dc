package io.upkeep.pipeline;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.boot.web.server.Ssl;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.TransactionException;

/** Tells the database that this node lives, and reads who else does and what is paused. */
@Repository
class JdbcNodes implements Nodes, SmartLifecycle, ApplicationListener<WebServerInitializedEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcNodes.class);

    private final JdbcClient jdbc;
    private final EngineSettings settings;
    private final JdbcPauses paused;
    private final Pauses pauses;
    private final Clock clock;
    private volatile List<Node> known = List.of();
    private volatile String address = "no page";
    private volatile Instant startedAt;
    private ScheduledThreadPoolExecutor heart;

    JdbcNodes(JdbcClient jdbc, EngineSettings settings, JdbcPauses paused, Pauses pauses, Clock clock) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.paused = paused;
        this.pauses = pauses;
        this.clock = clock;
    }

    @Override
    public void onApplicationEvent(WebServerInitializedEvent event) {
        ServerProperties server = event.getApplicationContext().getBean(ServerProperties.class);
        address = NodeAddress.of(
                server.getAddress(),
                Ssl.isEnabled(server.getSsl()),
                event.getWebServer().getPort());
    }

    /** Before the dispatcher, which must know what is paused. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE + 1000;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // beat logs its failures
    public void start() {
        startedAt = clock.instant();
        heart = new ScheduledThreadPoolExecutor(1, new CustomizableThreadFactory("heart-"));
        beat();
        long millis = settings.heartbeat().toMillis();
        heart.scheduleWithFixedDelay(this::beat, millis, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public boolean isRunning() {
        return heart != null && !heart.isShutdown();
    }

    @Override
    public void stop() {
        heart.shutdownNow();
        try {
            jdbc.sql("DELETE FROM node WHERE name = :name")
                    .param("name", settings.node())
                    .update();
        } catch (DataAccessException | TransactionException e) {
            LOG.debug("The others learn from the missing heartbeat that this node is gone: {}", e.getMessage());
        }
    }

    private void beat() {
        try {
            write();
            read();
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("This node cannot tell the database that it lives: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("The heartbeat failed, it goes on", e);
        }
    }

    private void write() {
        jdbc.sql("""
                        INSERT INTO node (name, address, started_at, heartbeat, workers)
                        VALUES (:name, :address, :startedAt, :now, :workers)
                        ON CONFLICT (name) DO UPDATE SET heartbeat = EXCLUDED.heartbeat, address = EXCLUDED.address
                        """)
                .param("name", settings.node())
                .param("address", address)
                .param("startedAt", Timestamp.from(startedAt))
                .param("now", Timestamp.from(clock.instant()))
                .param("workers", settings.workers())
                .update();
        jdbc.sql("DELETE FROM node WHERE heartbeat < :longAgo")
                .param(
                        "longAgo",
                        Timestamp.from(clock.instant().minus(settings.lease().multipliedBy(10))))
                .update();
    }

    @Override
    public void read() {
        known = alive();
        String system = paused.pause()
                .map(pause -> "Upkeep is paused by %s: %s; it goes on with `upkeep resume-all`"
                        .formatted(pause.by(), pause.reason()))
                .orElse(null);
        String node = known.stream()
                .filter(Node::isSelf)
                .map(Node::pausedBy)
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .map(person -> "this node is paused by " + person)
                .orElse(null);
        pauses.set(new Pauses.State(system, node));
    }

    @Override
    public List<Node> alive() {
        return jdbc.sql("""
                        SELECT node.*, ARRAY(
                            SELECT task_instance::uuid FROM scheduled_tasks
                            WHERE picked AND picked_by = name AND task_name = 'run' ORDER BY execution_time) AS runs
                        FROM node WHERE heartbeat > :dead ORDER BY started_at, name
                        """)
                .param("dead", Timestamp.from(clock.instant().minus(settings.lease())))
                .query(this::node)
                .list();
    }

    private Node node(ResultSet row, int n) throws SQLException {
        return new Node(
                row.getString("name"),
                row.getString("address"),
                row.getTimestamp("started_at").toInstant(),
                row.getTimestamp("heartbeat").toInstant(),
                row.getString("paused_by"),
                row.getInt("workers"),
                List.of((UUID[]) row.getArray("runs").getArray()),
                row.getString("name").equals(settings.node()));
    }

    @Override
    public boolean areAllPaused() {
        List<Node> now = known;
        return !now.isEmpty() && now.stream().allMatch(node -> node.pausedBy() != null);
    }

    @Override
    public boolean areSeveral() {
        return known.size() > 1;
    }
}
