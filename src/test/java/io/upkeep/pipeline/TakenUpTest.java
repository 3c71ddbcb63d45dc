package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.upkeep.run.Fenced;
import io.upkeep.run.Run;
import io.upkeep.run.RunJournal.Change;
import io.upkeep.run.RunState;
import io.upkeep.run.RunTrigger;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionOperations;

/** A run is taken up while its owner, who was thought to be dead, writes once more. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class TakenUpTest extends EngineFixture {

    @Autowired
    RunRecorder recorder;

    @Autowired
    TransactionOperations transaction;

    @Test
    void what_the_owner_wrote_since_the_run_was_read_is_not_written_over() {
        OwnedRun before = new OwnedRun(inState(RunState.RUNNING), "before", recorder, clock);
        before.takeUp();
        Run found = journal.find(before.run().id()).orElseThrow();
        before.move(RunTrigger.SUCCEED, Change.NONE, "run.succeeded");

        assertThatThrownBy(() -> new OwnedRun(found, "next", recorder, clock).takeUp())
                .isInstanceOf(Fenced.class);

        Run now = journal.find(found.id()).orElseThrow();
        assertThat(now.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(now.epoch()).isEqualTo(found.epoch());
    }

    @Test
    void a_run_that_ends_while_it_is_taken_up_stays_ended_and_leaves_the_queue() {
        Run run = endsOnlyWhenItIsTakenUp("SUCCEEDED");

        await().atMost(Duration.ofSeconds(15)).until(() -> !isQueued(run));
        assertThat(journal.find(run.id()).orElseThrow().state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(witness.of(run.id())).isEmpty();
    }

    @Test
    void a_run_that_goes_on_while_it_is_taken_up_is_looked_at_again_at_once() {
        Run run = endsOnlyWhenItIsTakenUp("RUNNING");

        assertThat(atRest(run).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(witness.of(run.id())).hasSize(5).doesNotHaveDuplicates();
    }

    /** Its owner's write is under way, and committed when whoever takes it up waits for it. */
    private Run endsOnlyWhenItIsTakenUp(String state) {
        Run run = inState(RunState.RUNNING);
        jdbc.sql("UPDATE run SET route_hash = :hash, started_at = now(), epoch = 1, last_write = :write WHERE id = :id")
                .param("hash", catalog.find("five-steps").orElseThrow().hash())
                .param("write", UUID.randomUUID())
                .param("id", run.id())
                .update();
        transaction.executeWithoutResult(status -> {
            jdbc.sql("UPDATE run SET state = :state, last_write = :write WHERE id = :id")
                    .param("state", state)
                    .param("write", UUID.randomUUID())
                    .param("id", run.id())
                    .update();
            Thread queueing = new Thread(() -> enqueue(run));
            queueing.start();
            await().atMost(Duration.ofSeconds(15)).until(() -> waitForLocks() == 1);
        });
        return run;
    }
}
