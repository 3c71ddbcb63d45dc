package io.upkeep.pipeline;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code upkeep.engine}: how this node works on runs.
 *
 * @param node its name, unique; made up when empty
 * @param workers how many at once
 * @param poll how often it looks for runs that nobody announced
 * @param heartbeat how often it says that it lives
 * @param missedHeartbeats after how many silent ones others take its runs over; at least 4
 * @param stopWithin how long it waits for steps under way when it stops
 * @param journalPatience how long it asks a database that does not answer; shorter than the lease
 */
@ConfigurationProperties("upkeep.engine")
record EngineSettings(
        String node,
        @DefaultValue("16") int workers,
        @DefaultValue("2s") Duration poll,
        @DefaultValue("2s") Duration heartbeat,
        @DefaultValue("5") int missedHeartbeats,
        @DefaultValue("30s") Duration stopWithin,
        @DefaultValue("8s") Duration journalPatience) {

    private static final int LONGEST_NAME = 50;

    /** A node without a name gets one of its host and chance: two on one host must differ. */
    EngineSettings {
        if (node == null || node.isBlank()) {
            String host = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("node");
            node = "%.30s-%08x".formatted(host, ThreadLocalRandom.current().nextInt());
        }
        if (node.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "node '%s' is longer than %d characters; write api-1 (upkeep.engine.node)"
                            .formatted(node, LONGEST_NAME));
        }
        if (missedHeartbeats < 4) {
            throw new IllegalArgumentException(
                    "missed heartbeats '%d' are fewer than 4, one slow answer would cost a node its runs; write 5 (upkeep.engine.missed-heartbeats)"
                            .formatted(missedHeartbeats));
        }
    }

    /** How long a node that was cut off is believed to live. */
    Duration lease() {
        return heartbeat.multipliedBy(missedHeartbeats);
    }
}
