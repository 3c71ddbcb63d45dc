package io.upkeep.pipeline;

import java.util.Optional;
import org.springframework.stereotype.Service;

/** People pause the whole system, or one node, and let it go on. */
@Service
public class Pausing {

    private final JdbcPauses pauses;
    private final JdbcNodes nodes;
    private final Signals signals;

    Pausing(JdbcPauses pauses, JdbcNodes nodes, Signals signals) {
        this.pauses = pauses;
        this.nodes = nodes;
        this.signals = signals;
    }

    /** Nothing starts any more, and runs under way rest before their next step; rollbacks go on to their end. */
    public void pauseAll(String person, String reason) {
        pauses.pauseAll(person, reason);
        tell();
    }

    /** Everything goes on: the system and every node. */
    public void resumeAll(String person) {
        pauses.resumeAll();
        tell();
    }

    /**
     * The node takes nothing up and gives its runs to others before their next step.
     *
     * @throws InvalidRequest when there is no such node
     */
    public void pauseNode(String node, String person) {
        if (!pauses.pauseNode(node, person)) {
            throw new InvalidRequest("no node is called '%s'; GET /api/nodes lists them".formatted(Shown.of(node)));
        }
        tell();
    }

    /** Why nothing starts in the whole system; empty when it is not paused. */
    public Optional<String> reason() {
        return pauses.reason();
    }

    private void tell() {
        nodes.read();
        signals.due();
    }
}
