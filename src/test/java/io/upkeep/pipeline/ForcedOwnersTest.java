package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.fault.FaultScale;
import io.upkeep.run.Fenced;
import io.upkeep.run.Run;
import io.upkeep.run.RunState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Two owners of one run, as there must never be. */
@Tag("fault")
class ForcedOwnersTest extends EngineFixture {

    private static final List<String> OWNERS = List.of("left", "right");

    @Autowired
    RunRecorder recorder;

    /** What one owner saw of a race; nanos of this JVM. */
    private record Attempt(String owner, boolean won, long from, long to, OwnedRun owned) {}

    @Test
    void of_two_owners_that_take_up_a_run_at_once_exactly_one_commits_and_the_other_writes_nothing_more()
            throws Exception {
        int races = FaultScale.of(200, 1_000);
        Map<String, Integer> wins = new HashMap<>();
        int overlapping = 0;
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int race = 0; race < races; race++) {
                Run run = inState(RunState.RUNNING);
                List<Attempt> attempts = race(run, threads);

                List<Attempt> won = attempts.stream().filter(Attempt::won).toList();
                assertThat(won).as("who committed in race %d", race).hasSize(1);
                wins.merge(won.get(0).owner(), 1, Integer::sum);
                overlapping += attempts.get(0).from() < attempts.get(1).to()
                                && attempts.get(1).from() < attempts.get(0).to()
                        ? 1
                        : 0;
                assertThatOnlyTheWinnerWrites(run, attempts);
                jdbc.sql("DELETE FROM run WHERE id = :id").param("id", run.id()).update();
            }
        } finally {
            threads.shutdownNow();
        }
        System.out.printf(
                "FIGURE forced owners: %d races, %d with both writes under way at once, won by %s%n",
                races, overlapping, wins);
        assertThat(overlapping).as("the fault happened: both at once").isGreaterThan(races / 2);
        assertThat(wins.keySet()).containsExactlyInAnyOrderElementsOf(OWNERS);
    }

    private List<Attempt> race(Run run, ExecutorService threads) throws Exception {
        CyclicBarrier start = new CyclicBarrier(OWNERS.size());
        List<Future<Attempt>> both = new ArrayList<>();
        for (String owner : OWNERS) {
            both.add(threads.submit(() -> {
                OwnedRun owned = new OwnedRun(run, owner, recorder, clock);
                start.await();
                long from = System.nanoTime();
                boolean won = isWritten(owned::takeUp);
                return new Attempt(owner, won, from, System.nanoTime(), owned);
            }));
        }
        return List.of(both.get(0).get(), both.get(1).get());
    }

    private void assertThatOnlyTheWinnerWrites(Run run, List<Attempt> attempts) {
        for (Attempt attempt : attempts) {
            assertThat(isWritten(() -> attempt.owned().open(key("one"), 1, 1))).isEqualTo(attempt.won());
        }
        Attempt winner = attempts.stream().filter(Attempt::won).findFirst().orElseThrow();
        assertThat(jdbc.sql("SELECT owner || ' ' || epoch FROM run WHERE id = :id")
                        .param("id", run.id())
                        .query(String.class)
                        .single())
                .isEqualTo(winner.owner() + " 1");
        assertThat(journal.steps(run.id())).hasSize(1);
    }

    private static io.upkeep.run.StepKey key(String step) {
        return new io.upkeep.run.StepKey(io.upkeep.run.Phase.RUN, step, "");
    }

    private static boolean isWritten(Runnable write) {
        try {
            write.run();
            return true;
        } catch (Fenced refused) {
            return false;
        }
    }
}
