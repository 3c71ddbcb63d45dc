package io.upkeep.pipeline;

import io.upkeep.text.Shown;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** People pause the whole system, or one node, and let it go on. */
@Service
public class Pausing {

    private static final Logger LOG = LoggerFactory.getLogger(Pausing.class);

    private final JdbcPauses pauses;
    private final Signals signals;

    Pausing(JdbcPauses pauses, Signals signals) {
        this.pauses = pauses;
        this.signals = signals;
    }

    /** Nothing starts any more, and runs under way rest before their next step; rollbacks go on to their end. */
    public void pauseAll(String person, String reason) {
        LOG.info("Everything is paused by {}: {}", person, Shown.of(reason));
        pauses.pauseAll(person, reason);
        tell();
    }

    /** Everything goes on: the system and every node. */
    public void resumeAll(String person) {
        LOG.info("Everything goes on, says {}", person);
        pauses.resumeAll();
        tell();
    }

    /** The node takes nothing up and gives its runs to others before their next step. False when there is none. */
    public boolean pauseNode(String node, String person) {
        LOG.info("Node {} is to be paused, says {}", Shown.of(node), person);
        return told(pauses.pauseNode(node, person));
    }

    /** The node takes runs up again. False when there is none of this name. */
    public boolean resumeNode(String node, String person) {
        LOG.info("Node {} is to go on, says {}", Shown.of(node), person);
        return told(pauses.resumeNode(node));
    }

    /**
     * Who paused the whole system.
     *
     * @param by such as {@code person:ada}
     */
    public record Pause(String by, String reason, Instant since) {}

    /** Why nothing starts in the whole system; empty when it is not paused. */
    public Optional<Pause> pause() {
        return pauses.pause();
    }

    private boolean told(boolean changed) {
        if (changed) {
            tell();
        }
        return changed;
    }

    private void tell() {
        signals.paused();
    }
}
