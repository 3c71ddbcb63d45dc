package io.upkeep.run;

import io.upkeep.run.Sweep.Swept;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Sweeps what is too old: every hour until nothing is left, a batch a second, on every node. */
@Component
class Housekeeping {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration PAUSE = Duration.ofHours(1);

    private final List<Sweep> sweeps;
    private final Clock clock;
    private final Map<Sweep, Instant> resting = new LinkedHashMap<>();

    Housekeeping(List<Sweep> sweeps, Clock clock) {
        this.sweeps = List.copyOf(sweeps);
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${upkeep.retention.batch-every:1s}", initialDelayString = "1m")
    void sweep() {
        Instant now = clock.instant();
        sweeps.stream()
                .filter(sweep -> !resting.getOrDefault(sweep, Instant.MIN).isAfter(now))
                .forEach(sweep -> batch(sweep, now));
    }

    private void batch(Sweep sweep, Instant now) {
        try {
            Swept swept = sweep.batch();
            if (swept.deleted() > 0) {
                LOG.debug("{} {} were older than they are kept", swept.deleted(), swept.what());
            }
            if (swept.isDone()) {
                resting.put(sweep, now.plus(PAUSE));
            }
        } catch (RuntimeException e) {
            LOG.warn("Old rows cannot be deleted now, tried again in an hour: {}", e.getMessage());
            resting.put(sweep, now.plus(PAUSE));
        }
    }
}
