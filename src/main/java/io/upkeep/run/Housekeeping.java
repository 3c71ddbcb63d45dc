package io.upkeep.run;

import io.upkeep.run.Sweep.Swept;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Sweeps what is too old: every hour until nothing is left, on every node, a third of the time. One batch a second would not
 * keep up with the events that a node can send.
 */
@Component
class Housekeeping {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration PAUSE = Duration.ofHours(1);
    private static final Duration AT_ONCE = Duration.ofMillis(500);

    private final List<Sweep> sweeps;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Map<Sweep, Instant> resting = new LinkedHashMap<>();

    @Autowired
    Housekeeping(List<Sweep> sweeps, Clock clock) {
        this(sweeps, clock, System::nanoTime);
    }

    /** For tests, whose time does not pass by itself. */
    Housekeeping(List<Sweep> sweeps, Clock clock, LongSupplier nanoTime) {
        this.sweeps = List.copyOf(sweeps);
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    @Scheduled(fixedDelayString = "${upkeep.retention.batch-every:1s}", initialDelayString = "1m")
    void sweep() {
        Instant now = clock.instant();
        List<Sweep> left = new ArrayList<>(sweeps);
        left.removeIf(sweep -> resting.getOrDefault(sweep, Instant.MIN).isAfter(now));
        long end = nanoTime.getAsLong() + AT_ONCE.toNanos();
        do {
            left.removeIf(sweep -> !isMoreLeft(sweep, now));
        } while (!left.isEmpty() && nanoTime.getAsLong() < end);
    }

    private boolean isMoreLeft(Sweep sweep, Instant now) {
        try {
            Swept swept = sweep.batch();
            if (swept.deleted() > 0) {
                LOG.debug("{} {} were older than they are kept", swept.deleted(), swept.what());
            }
            if (swept.isDone()) {
                resting.put(sweep, now.plus(PAUSE));
            }
            return !swept.isDone();
        } catch (RuntimeException e) {
            LOG.warn("Old rows cannot be deleted now, tried again in an hour: {}", e.getMessage());
            resting.put(sweep, now.plus(PAUSE));
            return false;
        }
    }
}
