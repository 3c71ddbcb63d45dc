package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.run.Run;
import io.upkeep.run.RunState;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** How long a run may take, of what past ones took. */
class RunHistoryTest extends EngineFixture {

    @Autowired
    private JdbcRunHistory history;

    @Test
    void nothing_is_known_of_a_pipeline_that_has_not_run() {
        assertThat(history.needed("never-heard-of", true)).isZero();
    }

    @Test
    void a_run_needs_what_nineteen_of_twenty_needed_and_the_same_again_for_a_way_back_that_was_never_gone() {
        IntStream.rangeClosed(1, 20).forEach(n -> took("usual", RunState.SUCCEEDED, Duration.ofMinutes(n)));
        took("usual", RunState.CANCELLED, Duration.ofHours(5));

        // between the nineteenth and the twentieth: 19 + 0.05 minutes
        assertThat(history.needed("usual", false))
                .isEqualTo(Duration.ofMinutes(19).plusSeconds(3));
        assertThat(history.needed("usual", true))
                .isEqualTo(Duration.ofMinutes(38).plusSeconds(6));
    }

    @Test
    void a_way_back_that_was_gone_counts_from_its_first_step() {
        took("undone", RunState.SUCCEEDED, Duration.ofMinutes(10));
        Run run = took("undone", RunState.ROLLED_BACK, Duration.ofMinutes(30));
        jdbc.sql("""
                        INSERT INTO step (run_id, phase, path, position, state, attempt, started_at)
                        SELECT id, 'ROLLBACK', 'undo', 1, 'FINISHED', 1, finished_at - interval '4 minutes' FROM run WHERE id = :run
                        """).param("run", run.id()).update();

        assertThat(history.needed("undone", true)).isEqualTo(Duration.ofMinutes(14));
    }

    @Test
    void only_the_newest_fifty_count() {
        IntStream.range(0, 50).forEach(n -> took("faster-now", RunState.SUCCEEDED, Duration.ofMinutes(1)));
        IntStream.range(0, 50).forEach(n -> {
            Run old = took("faster-now", RunState.SUCCEEDED, Duration.ofHours(1));
            jdbc.sql("UPDATE run SET requested_at = requested_at - interval '1 day' WHERE id = :run")
                    .param("run", old.id())
                    .update();
        });

        assertThat(history.needed("faster-now", false)).isEqualTo(Duration.ofMinutes(1));
    }

    private Run took(String pipeline, RunState state, Duration time) {
        Run run = inState(state);
        jdbc.sql("""
                        UPDATE run SET pipeline = :pipeline, started_at = requested_at,
                            finished_at = requested_at + make_interval(secs => :seconds) WHERE id = :run
                        """)
                .param("pipeline", pipeline)
                .param("seconds", time.toSeconds())
                .param("run", run.id())
                .update();
        return run;
    }
}
