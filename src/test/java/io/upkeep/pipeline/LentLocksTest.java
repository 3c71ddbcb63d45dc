package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.upkeep.run.Run;
import io.upkeep.run.RunState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Child runs on a target that the runs which wait for them have locked. */
class LentLocksTest extends EngineFixture {

    @Autowired
    private LockDesk desk;

    @Test
    void a_child_uses_its_parents_lock_and_lets_nobody_else_in_when_it_ends() {
        witness.stallAt("change-shared");
        witness.stallAt("after-shared");
        Run parent = waiting(request("holds-shared", Map.of()), Verdict.Kind.CHILD_RUN);
        Run child = child(parent);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> witness.of(child.id()).contains("change-shared"));
        assertThat(lentTo()).containsExactly(child.id());
        assertThat(desk.all())
                .filteredOn(lock -> lock.name().equals("shared"))
                .extracting(LockDesk.Lock::run, LockDesk.Lock::lentTo)
                .containsExactly(tuple(parent.id(), List.of(child.id())));
        Run other = waiting(request("changes-shared", Map.of()), Verdict.Kind.TARGET_BUSY);
        assertThat(other.reason()).contains(parent.id().toString(), "lent to run " + child.id());

        witness.letGo("change-shared");

        assertThat(atRest(child).state()).isEqualTo(RunState.SUCCEEDED);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> witness.of(parent.id()).contains("after-shared"));
        assertThat(holder()).isEqualTo(parent.id());
        assertThat(lentTo()).isEmpty();
        assertThat(witness.of(other.id())).as("still waits for the parent").isEmpty();

        witness.letGo();
        assertThat(atRest(parent).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(atRest(other).state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void a_lock_is_lent_along_the_chain_of_those_who_wait() {
        Run oldest = request("holds-shared-first", Map.of());

        Run over = atRest(oldest);

        assertThat(over.state()).as(over.reason()).isEqualTo(RunState.SUCCEEDED);
        assertThat(witness.of(child(child(oldest)).id())).containsExactly("change-shared");
        assertThat(lentTo()).isEmpty();
    }

    @Test
    void the_lock_is_kept_until_the_child_of_a_cancelled_parent_is_at_rest() {
        witness.stallAt("change-shared");
        Run parent = waiting(request("holds-shared", Map.of()), Verdict.Kind.CHILD_RUN);
        Run child = child(parent);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> witness.of(child.id()).contains("change-shared"));
        Run other = waiting(request("changes-shared", Map.of()), Verdict.Kind.TARGET_BUSY);

        runs.cancel(parent.id(), "ada");
        Run stopped = atRest(parent);
        witness.letGo();

        assertThat(stopped.state()).isEqualTo(RunState.CANCELLED);
        Run next = atRest(other);
        assertThat(next.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(next.startedAt()).isAfterOrEqualTo(stopped.finishedAt());
        assertThat(stopped.finishedAt()).isAfterOrEqualTo(atRest(child).finishedAt());
    }

    @Test
    void of_two_families_that_want_each_others_target_one_is_undone_and_the_other_goes_on() {
        witness.stallAt("meet");
        List<Run> families = List.of(request("shared-then-other", Map.of()), request("other-then-shared", Map.of()));
        families.forEach(family -> await().atMost(Duration.ofSeconds(10))
                .until(() -> witness.of(family.id()).contains("meet")));

        witness.letGo();

        List<Run> over = families.stream().map(this::atRest).toList();
        assertThat(over).extracting(Run::state).containsExactlyInAnyOrder(RunState.SUCCEEDED, RunState.ROLLED_BACK);
        Run gaveWay = over.stream()
                .filter(run -> run.state() == RunState.ROLLED_BACK)
                .findFirst()
                .orElseThrow();
        assertThat(child(gaveWay).state()).isEqualTo(RunState.REJECTED);
        assertThat(child(gaveWay).reason()).contains("neither would ever go on");
        assertThat(locks("shared")).isEmpty();
        assertThat(locks("other")).isEmpty();
    }

    private UUID holder() {
        return jdbc.sql("SELECT run_id FROM lock WHERE name = 'shared'")
                .query(UUID.class)
                .single();
    }

    private List<UUID> lentTo() {
        return jdbc.sql("SELECT run_id FROM lent_lock WHERE name = 'shared'")
                .query(UUID.class)
                .list();
    }

    private Run child(Run parent) {
        return journal.newest(null, 50).stream()
                .filter(run -> parent.id().equals(run.parent()))
                .findFirst()
                .orElseThrow();
    }
}
