package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upkeep.pipeline.Admission.Facts;
import io.upkeep.run.Phase;
import io.upkeep.run.Run;
import io.upkeep.run.RunState;
import io.upkeep.run.StepKey;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;

/** A connection that is lost while admission is asked again is no verdict on the run, whose failure would undo it. */
class UnreadableFactsTest extends EngineFixture {

    @Autowired
    private AdmissionFacts facts;

    @Autowired
    private JournalRetry retry;

    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void a_step_begins_once_the_facts_can_be_read() {
        assertThatCode(() -> check(new DataAccessResourceFailureException("connection lost")))
                .doesNotThrowAnyException();
        assertThat(asked).hasValue(2);
    }

    @Test
    void facts_that_the_database_refuses_give_the_run_back_without_an_outcome() {
        assertThatThrownBy(() -> check(new DataIntegrityViolationException("refused")))
                .isInstanceOf(JournalUnavailable.class)
                .isInstanceOf(EndsWithoutOutcome.class);
        assertThat(asked).hasValue(1);
    }

    private void check(RuntimeException failure) {
        Pipeline pipeline = catalog.find("one-at-a-time").orElseThrow();
        Run run = inState(RunState.RUNNING);
        new AdmissionAgain(failingOnce(failure), retry, Clock.systemUTC())
                .check(run, pipeline, new StepKey(Phase.RUN, "work", ""), true);
    }

    private AdmissionFacts failingOnce(RuntimeException failure) {
        return new AdmissionFacts(null, null, null, null, null, null, null, null, null) {
            @Override
            Facts beforeStep(Run run, Pipeline pipeline, boolean isChange, boolean approvals, Instant now) {
                if (asked.incrementAndGet() == 1) {
                    throw failure;
                }
                return facts.beforeStep(run, pipeline, isChange, approvals, now);
            }
        };
    }
}
