package io.upkeep.fault;

import static org.awaitility.Awaitility.await;

import io.upkeep.sandbox.Relay;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** One node of a {@link Cluster}: a process, started anew after each death, with a relay between it and its database. */
final class UpkeepNode implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final String name;
    private final Relay relay;
    private final Map<String, String> settings;
    private final Map<String, String> environment;
    private final JdbcEvidence evidence;
    private final Path place;
    private UpkeepProcess process;
    private int starts;

    UpkeepNode(
            String name,
            Relay relay,
            Map<String, String> settings,
            Map<String, String> environment,
            JdbcEvidence evidence,
            Path place) {
        this.name = name;
        this.relay = relay;
        this.settings = settings;
        this.environment = environment;
        this.evidence = evidence;
        this.place = place;
    }

    String name() {
        return name;
    }

    UpkeepProcess process() {
        return process;
    }

    void start() {
        starts++;
        process = UpkeepProcess.start(
                NodeParts.class, settings, environment, place.resolve("%s-%d.log".formatted(name, starts)));
    }

    boolean isReady() {
        return evidence.isReady(name, process.pid());
    }

    void awaitReady() {
        await().alias(name + " is ready, see " + place)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> process.isGone() || isReady());
        if (process.isGone()) {
            throw new IllegalStateException(name + " ended by itself, see " + place);
        }
    }

    /** Asks it for a run; a repeated id is a repeated request. */
    void request(String id, String pipeline, String... parameters) {
        process.tell(id + " " + pipeline + " " + String.join(" ", parameters));
    }

    /** SIGKILL. */
    void kill() {
        process.close();
    }

    /** No byte passes between it and its database any more; nothing is closed. */
    void cutOff() {
        relay.breakWith(Relay.HANGING);
    }

    void connectAgain() {
        relay.heal();
    }

    @Override
    public void close() {
        kill();
        relay.close();
    }
}
