package io.upkeep.pipeline;

import io.upkeep.pipeline.Nodes.Node;
import io.upkeep.run.Run;
import io.upkeep.run.RunState;
import io.upkeep.text.Shown;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Says of a run that nobody takes it up because each node is paused. Looked up when the reason is shown: nobody is there to
 * record it.
 */
@Component
public class PausedNodes {

    private final Nodes nodes;

    PausedNodes(Nodes nodes) {
        this.nodes = nodes;
    }

    /** The run's reason, and that every node is paused where that keeps it from going on; null when there is nothing to say. */
    public String reason(Run run, String reason) {
        return holding(run)
                .map(paused -> reason == null ? paused : reason + "; " + paused)
                .orElse(reason);
    }

    /** Why no run is taken up; empty when some node takes runs up. */
    Optional<String> words() {
        return nodes.areAllPaused() ? words(nodes.alive()) : Optional.empty();
    }

    private Optional<String> holding(Run run) {
        RunState state = run.state();
        if (state.isAtRest() || !nodes.areAllPaused()) {
            return Optional.empty();
        }
        List<Node> alive = nodes.alive();
        boolean isAtWork = alive.stream().anyMatch(node -> node.runs().contains(run.id()));
        return isAtWork ? Optional.empty() : words(alive);
    }

    private static Optional<String> words(List<Node> alive) {
        if (alive.isEmpty() || alive.stream().anyMatch(node -> node.pausedBy() == null)) {
            return Optional.empty();
        }
        String first = Shown.of(alive.get(0).name());
        return Optional.of(
                alive.size() == 1
                        ? "the only node, %s, is paused by %s, so that nobody takes the run up; it goes on with `upkeep resume-all --node %s`"
                                .formatted(first, Shown.of(alive.get(0).pausedBy()), first)
                        : "all %d nodes are paused (%s), so that nobody takes the run up; it goes on with `upkeep resume-all --node %s`, or `upkeep resume-all` for all of them"
                                .formatted(alive.size(), paused(alive), first));
    }

    private static String paused(List<Node> alive) {
        return alive.stream()
                .map(node -> Shown.of(node.name()) + " by " + Shown.of(node.pausedBy()))
                .collect(Collectors.joining(", "));
    }
}
