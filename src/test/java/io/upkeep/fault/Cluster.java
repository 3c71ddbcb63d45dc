package io.upkeep.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.upkeep.sandbox.Part;
import io.upkeep.sandbox.Places;
import io.upkeep.sandbox.Relay;
import io.upkeep.sandbox.Sandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Several processes on one PostgreSQL, and what really happened in them. */
final class Cluster implements AutoCloseable {

    private final Sandbox sandbox;
    private final SingleConnectionDataSource connection;
    private final JdbcEvidence evidence;
    private final List<UpkeepNode> nodes = new ArrayList<>();
    private final Path place;
    private final String database;

    Cluster(String name) {
        place = Places.of("fault", name);
        sandbox = Sandbox.start(place.resolve("sandbox"), EnumSet.of(Part.POSTGRES));
        database = sandbox.postgres().createUpkeepDatabase(name);
        Map<String, String> login = sandbox.properties();
        connection = new SingleConnectionDataSource(
                database, login.get("spring.datasource.username"), login.get("spring.datasource.password"), true);
        evidence = new JdbcEvidence(connection);
        evidence.prepare();
    }

    /** Adds a node; {@link #start()} starts all. */
    UpkeepNode add(String name, String routes, Map<String, String> more, Map<String, String> environment) {
        Relay relay = sandbox.postgres().relayTo(name);
        Map<String, String> login = sandbox.properties();
        Map<String, String> settings = new TreeMap<>(Map.of(
                "spring.datasource.url",
                database.replaceFirst(":\\d+/", ":" + relay.port() + "/") + "?ApplicationName=" + name,
                "spring.datasource.username",
                login.get("spring.datasource.username"),
                "spring.datasource.password",
                login.get("spring.datasource.password"),
                "spring.config.location",
                "classpath:/application.yaml",
                "upkeep.engine.node",
                name,
                "upkeep.engine.poll",
                "500ms",
                "upkeep.data-directory",
                place.resolve(name).toString(),
                "upkeep.routes.directory",
                Path.of(routes).toAbsolutePath().toString(),
                NodeParts.EVIDENCE,
                database + "?ApplicationName=evidence"));
        settings.putAll(more);
        UpkeepNode node = new UpkeepNode(name, relay, settings, environment, evidence, place);
        nodes.add(node);
        return node;
    }

    /** Starts all nodes at once; returns when all are ready. */
    void start() {
        nodes.forEach(UpkeepNode::start);
        nodes.forEach(UpkeepNode::awaitReady);
        evidence.watchWrites();
    }

    List<UpkeepNode> nodes() {
        return nodes;
    }

    UpkeepNode node(String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    JdbcEvidence evidence() {
        return evidence;
    }

    /** Waits until there are so many runs, or more, and all are over. */
    void awaitAllOver(String prefix, int runs, Duration atMost) {
        await().alias("all runs of " + prefix + " are over")
                .atMost(atMost)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> {
                    assertThat(evidence.runs(prefix)).isGreaterThanOrEqualTo(runs);
                    assertThat(evidence.unfinished(prefix))
                            .as("unfinished of %s, see %s", evidence.states(prefix), place)
                            .isZero();
                });
    }

    /** Every promise held, for all runs there have been. */
    void assertPromises() {
        assertThat(new JdbcPromises(connection).broken()).isEmpty();
    }

    @Override
    public void close() {
        nodes.forEach(UpkeepNode::close);
        connection.destroy();
        sandbox.close();
    }
}
