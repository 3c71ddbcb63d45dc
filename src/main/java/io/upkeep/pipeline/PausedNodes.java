package io.upkeep.pipeline;

import io.upkeep.pipeline.Nodes.Node;
import io.upkeep.pipeline.Verdict.Kind;
import io.upkeep.run.Run;
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

    /** The nodes as they are now, read once for as many runs as are shown together. */
    public Look look() {
        List<Node> alive = nodes.areAllPaused() ? nodes.alive() : List.of();
        boolean isSomeAtWork = alive.stream().anyMatch(node -> node.pausedBy() == null);
        return new Look(isSomeAtWork ? List.of() : alive);
    }

    /** What is said of runs while the nodes are like this. */
    public static final class Look {

        /** All that live, each paused; none when some node takes runs up. */
        private final List<Node> paused;

        private Look(List<Node> paused) {
            this.paused = paused;
        }

        /** The run's reason, and that every node is paused where that keeps it from going on; null when there is nothing to say. */
        public String reason(Run run, String reason) {
            boolean isAtWork = paused.stream().anyMatch(node -> node.runs().contains(run.id()));
            if (run.state().isAtRest() || isAtWork) {
                return reason;
            }
            boolean isSystemToo = run.waiting() != null
                    && Kind.SYSTEM_PAUSED.name().equals(run.waiting().kind());
            return words(isSystemToo)
                    .map(words -> reason == null ? words : reason + "; " + words)
                    .orElse(reason);
        }

        /**
         * Why no run is taken up; empty when some node takes runs up.
         *
         * @param isSystemToo whether it was said just before that the system is paused: what ends that ends this, too
         */
        Optional<String> words(boolean isSystemToo) {
            if (paused.isEmpty()) {
                return Optional.empty();
            }
            String first = Shown.of(paused.get(0).name());
            String who = paused.size() == 1
                    ? "the only node, %s, is paused by %s"
                            .formatted(first, Shown.of(paused.get(0).pausedBy()))
                    : "all %d nodes are paused (%s)".formatted(paused.size(), paused(paused));
            return Optional.of(
                    isSystemToo
                            ? who + ", too"
                            : "%s, so that nobody takes the run up; runs are taken up again with `upkeep resume-all --node %s`%s"
                                    .formatted(
                                            who,
                                            first,
                                            paused.size() == 1 ? "" : ", or `upkeep resume-all` for all of them"));
        }
    }

    private static String paused(List<Node> alive) {
        return alive.stream()
                .map(node -> Shown.of(node.name()) + " by " + Shown.of(node.pausedBy()))
                .collect(Collectors.joining(", "));
    }
}
