package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.run.Run;
import io.upkeep.run.RunJournal.Change;
import io.upkeep.run.RunState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is said of runs that nobody takes up. */
class PausedNodesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Known nodes = new Known();
    private final PausedNodes paused = new PausedNodes(nodes);

    @Test
    void the_nodes_are_read_once_for_a_list_of_runs() {
        nodes.alive = List.of(node("a", "ada"));

        PausedNodes.Look look = paused.look();
        IntStream.range(0, 200)
                .forEach(n -> assertThat(look.reason(requested(), null)).contains("the only node, a"));

        assertThat(nodes.reads).isEqualTo(1);
    }

    @Test
    void they_are_not_read_while_one_takes_runs_up() {
        nodes.alive = List.of(node("a", "ada"), node("b", null));

        assertThat(paused.look().reason(requested(), "as before")).isEqualTo("as before");
        assertThat(nodes.reads).isZero();
    }

    @Test
    void a_run_that_waits_for_something_else_is_not_promised_to_go_on() {
        nodes.alive = List.of(node("a", "ada"), node("b", "bob"));

        assertThat(paused.look().reason(waits(Verdict.Kind.WINDOW), "its window is closed"))
                .isEqualTo("its window is closed; all 2 nodes are paused (a by ada, b by bob), so that nobody takes"
                        + " the run up; runs are taken up again with `upkeep resume-all --node a`, or"
                        + " `upkeep resume-all` for all of them");
    }

    @Test
    void a_pause_of_the_system_says_already_with_which_command_runs_go_on() {
        nodes.alive = List.of(node("a", "ada"));

        String reason = paused.look()
                .reason(
                        waits(Verdict.Kind.SYSTEM_PAUSED),
                        "Upkeep is paused by bob: moving; it goes on with `upkeep resume-all`");

        assertThat(reason)
                .isEqualTo(
                        "Upkeep is paused by bob: moving; it goes on with `upkeep resume-all`; the only node, a, is paused by ada, too");
    }

    @Test
    void nothing_is_said_of_a_run_that_a_node_has_at_work_and_of_one_at_rest() {
        Run atWork = requested();
        Run over = requested().moved(RunState.CANCELLED, Change.because("cancelled"), 1, NOW);
        nodes.alive = List.of(
                new Nodes.Node("a", "http://a", NOW, NOW, "ada", 4, List.of(atWork.id()), true), node("b", "bob"));

        PausedNodes.Look look = paused.look();

        assertThat(look.reason(atWork, null)).isNull();
        assertThat(look.reason(over, "cancelled")).isEqualTo("cancelled");
        assertThat(look.reason(requested(), null)).startsWith("all 2 nodes are paused");
    }

    private static Run requested() {
        return Run.requested(UUID.randomUUID(), "greet", Map.of(), "person:ada", NOW, 0);
    }

    private static Run waits(Verdict.Kind kind) {
        return requested().moved(RunState.WAITING, Waits.change(new Verdict.Wait(kind, "as it is", NOW)), 1, NOW);
    }

    private static Nodes.Node node(String name, String pausedBy) {
        return new Nodes.Node(name, "http://" + name, NOW, NOW, pausedBy, 4, List.of(), false);
    }

    /** Counts how often the nodes are read. */
    private static final class Known implements Nodes {

        private List<Node> alive = List.of();
        private int reads;

        @Override
        public List<Node> alive() {
            reads++;
            return alive;
        }

        @Override
        public boolean areSeveral() {
            return alive.size() > 1;
        }

        @Override
        public boolean areAllPaused() {
            return alive.stream().allMatch(node -> node.pausedBy() != null);
        }

        @Override
        public void read() {}
    }
}
