package io.upkeep.approval;

import static io.upkeep.approval.Books.NOW;
import static io.upkeep.approval.Books.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upkeep.approval.ApprovalRefused.Why;
import io.upkeep.approval.ApprovalVerdict.Granted;
import io.upkeep.approval.ApprovalVerdict.Missing;
import io.upkeep.approval.ApprovalVerdict.Rejected;
import io.upkeep.approval.ApprovalVerdict.Voided;
import io.upkeep.event.Event;
import io.upkeep.run.Run;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the first question to the start, on a real PostgreSQL. */
class ApprovalsTest {

    private static final Set<String> BOTH = Set.of("operations-lead", "technical-lead");

    private final Books books = new Books();

    @Test
    void asks_once_waits_for_every_role_and_is_granted_by_the_last_yes() {
        Run run = books.run("person:zoe");

        assertThat(verdict(run)).isInstanceOf(Missing.class);
        assertThat(verdict(run)).isInstanceOf(Missing.class);
        books.desk.approve(run.id(), "ada", plan("1").hash(), "looks right");
        assertThat(((Missing) verdict(run)).roles()).containsExactly("technical-lead");
        books.desk.approve(run.id(), " Bob", null, null);

        assertThat(verdict(run).reason()).isEqualTo("approved by bob (operations-lead) and ada (technical-lead)");
        assertThat(books.told())
                .containsExactly(
                        "io.upkeep.approval.requested.v1",
                        "io.upkeep.approval.given.v1",
                        "io.upkeep.approval.given.v1");
        assertThat(books.events).extracting(Event::sequence).containsExactly(1L, 2L, 3L);
        assertThat(books.events).extracting(Event::key).containsOnly(run.id().toString());
        assertThat(books.reconsidered).containsExactly(run.id(), run.id());
    }

    @Test
    void saying_yes_twice_is_saying_it_once() {
        Run run = asked("person:zoe");

        books.desk.approve(run.id(), "ada", null, null);
        books.desk.approve(run.id(), "ADA", null, null);

        assertThat(books.desk.approve(run.id(), "ada", null, null).answers()).hasSize(1);
        assertThat(verdict(run)).isInstanceOf(Missing.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"person:ada", "person: ADA ", "person:Ada", "kafka:ada", "kafka:ADA"})
    void nobody_approves_their_own_request_however_the_name_is_spelled(String requestedBy) {
        Run run = asked(requestedBy);

        assertRefused(
                () -> books.desk.approve(run.id(), "aDa", null, null), Why.NOT_ALLOWED, "nobody approves their own");
        assertThat(verdict(run)).isInstanceOf(Missing.class);
    }

    @Test
    void refuses_strangers_wrong_roles_and_runs_that_ask_nothing() {
        Run run = asked("person:zoe");

        assertRefused(
                () -> books.desk.approve(run.id(), "mallory", null, null), Why.NOT_ALLOWED, "ada, bob, carol, mo");
        assertRefused(() -> books.desk.approve(run.id(), null, null, null), Why.NOT_ALLOWED, "Upkeep-Person");
        assertRefused(() -> books.desk.approve(run.id(), "mo", null, null), Why.NOT_ALLOWED, "mo has management");
        assertRefused(() -> books.desk.reject(run.id(), "mo", "no way"), Why.NOT_ALLOWED, "mo has management");
        assertRefused(() -> books.desk.approve(UUID.randomUUID(), "ada", null, null), Why.NOT_ASKED, "no run has");
        Run other = books.run("person:zoe");
        assertRefused(() -> books.desk.approve(other.id(), "ada", null, null), Why.TOO_LATE, "asks for no approval");
    }

    @Test
    void a_changed_plan_voids_every_yes_says_what_changed_and_asks_anew() {
        Run run = asked("person:zoe");
        books.desk.approve(run.id(), "bob", null, null);
        books.desk.approve(run.id(), "carol", null, null);
        assertThat(verdict(run)).isInstanceOf(Granted.class);
        Plan changed = new Plan("deploy", plan("1").parameters(), List.of("api-1", "api-3"), "route-2");

        ApprovalVerdict verdict = books.approvals.verdict(run, changed, BOTH, NOW);

        assertThat(verdict).isInstanceOf(Voided.class);
        assertThat(verdict.reason())
                .contains("targets added: api-3; targets gone: api-2; the text of the route or its scripts changed")
                .contains("waits for a yes from operations-lead (ada or bob)");
        assertThat(books.told().subList(3, 5))
                .containsExactly("io.upkeep.approval.voided.v1", "io.upkeep.approval.requested.v1");
        assertThatThrownBy(() -> books.approvals.use(run, plan("1"), BOTH, NOW)).isInstanceOf(ApprovalRefused.class);
        assertThat(verdict(run)).as("going back does not revive them").isInstanceOf(Voided.class);
    }

    @Test
    void a_yes_to_a_plan_that_changed_behind_the_approvers_back_is_refused() {
        Run run = asked("person:zoe");
        books.approvals.verdict(run, plan("2"), BOTH, NOW);

        assertRefused(
                () -> books.desk.approve(run.id(), "bob", plan("1").hash(), null),
                Why.TOO_LATE,
                "changed since you looked");
    }

    @Test
    void a_yes_runs_out_and_can_be_said_again() {
        Run run = asked("person:zoe");
        books.desk.approve(run.id(), "bob", null, null);
        books.desk.approve(run.id(), "carol", null, null);

        books.now = NOW.plus(Duration.ofDays(7));
        assertThat(verdict(run).reason()).contains("the yes of bob was valid until 2026-11-30T12:00:00Z");
        assertThatThrownBy(() -> books.approvals.use(run, plan("1"), BOTH, books.now))
                .isInstanceOf(ApprovalRefused.class);
        books.desk.approve(run.id(), "bob", null, null);
        assertThat(((Missing) verdict(run)).roles()).containsExactly("technical-lead");
        books.desk.approve(run.id(), "carol", null, null);

        assertThat(verdict(run)).isInstanceOf(Granted.class);
    }

    @Test
    void who_lost_the_role_before_the_start_does_not_count() {
        Run run = asked("person:zoe");
        books.desk.approve(run.id(), "bob", null, null);
        books.desk.approve(run.id(), "carol", null, null);
        Books afterwards = new Books(new People(List.of(
                Books.person("bob", "management"),
                Books.person("ada", "operations-lead"),
                Books.person("carol", "technical-lead"))));

        ApprovalVerdict verdict = afterwards.approvals.verdict(run, plan("1"), BOTH, NOW);

        assertThat(verdict.reason())
                .isEqualTo("waits for a yes from operations-lead (ada);"
                        + " bob, who said yes, has no role that is asked any more");
        assertThatThrownBy(() -> afterwards.approvals.use(run, plan("1"), BOTH, NOW))
                .hasMessageContaining("bob, who said yes");
    }

    @Test
    void a_no_ends_the_wait_and_needs_a_reason() {
        Run run = asked("person:zoe");
        books.desk.approve(run.id(), "bob", null, null);

        assertRefused(() -> books.desk.reject(run.id(), "carol", "\u200b \u0007"), Why.INVALID, "too short");
        books.desk.reject(run.id(), "carol", "<script>alert(1)</script>\u001b[2J\u202e\ud800 not today");

        Rejected rejected = (Rejected) verdict(run);
        assertThat(rejected.by()).isEqualTo("carol");
        assertThat(rejected.because()).isEqualTo("<script>alert(1)</script> [2J not today");
        assertThatThrownBy(() -> books.approvals.use(run, plan("1"), BOTH, NOW)).hasMessageContaining("rejected by");
        assertThat(books.told()).contains("io.upkeep.approval.rejected.v1");
    }

    @Test
    void an_approval_is_used_by_exactly_one_of_many_starts() throws Exception {
        int rivals = 8;
        ExecutorService pool = Executors.newFixedThreadPool(rivals);
        try {
            for (int race = 0; race < 25; race++) {
                Run run = asked("person:zoe");
                books.desk.approve(run.id(), "bob", null, null);
                books.desk.approve(run.id(), "carol", null, null);
                books.events.clear();
                CyclicBarrier start = new CyclicBarrier(rivals);
                List<Future<Boolean>> starts = java.util.stream.IntStream.range(0, rivals)
                        .mapToObj(rival -> pool.submit(() -> {
                            start.await(10, TimeUnit.SECONDS);
                            return starts(run);
                        }))
                        .toList();
                int won = 0;
                for (Future<Boolean> rival : starts) {
                    won += rival.get(30, TimeUnit.SECONDS) ? 1 : 0;
                }
                assertThat(won).as("race " + race).isEqualTo(1);
                assertThat(books.told()).containsExactly("io.upkeep.approval.used.v1");
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private boolean starts(Run run) {
        try {
            books.transaction.executeWithoutResult(status -> books.approvals.use(run, plan("1"), BOTH, NOW));
            return true;
        } catch (ApprovalRefused refusal) {
            assertThat(refusal).hasMessageContaining("used by another start");
            return false;
        }
    }

    @Test
    void a_start_that_is_rolled_back_has_used_nothing() {
        Run run = asked("person:zoe");
        books.desk.approve(run.id(), "bob", null, null);
        books.desk.approve(run.id(), "carol", null, null);

        books.transaction.executeWithoutResult(status -> {
            books.approvals.use(run, plan("1"), BOTH, NOW);
            status.setRollbackOnly();
        });

        books.approvals.use(run, plan("1"), BOTH, NOW);
        assertThat(verdict(run)).as("no second start").isInstanceOf(Voided.class);
        assertThat(verdict(books.started(run))).as("the start that used it").isInstanceOf(Granted.class);
        assertRefused(() -> books.desk.approve(run.id(), "ada", null, null), Why.TOO_LATE, "no approval any more");
    }

    @Test
    void a_rejection_and_a_start_at_once_never_both_happen() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            for (int race = 0; race < 25; race++) {
                Run run = asked("person:zoe");
                books.desk.approve(run.id(), "bob", null, null);
                books.desk.approve(run.id(), "carol", null, null);
                CyclicBarrier start = new CyclicBarrier(2);
                Future<Boolean> use = pool.submit(() -> {
                    start.await(10, TimeUnit.SECONDS);
                    return succeeds(() -> books.approvals.use(run, plan("1"), BOTH, NOW));
                });
                Future<Boolean> no = pool.submit(() -> {
                    start.await(10, TimeUnit.SECONDS);
                    return succeeds(() -> books.desk.reject(run.id(), "ada", "not today"));
                });
                assertThat(use.get(30, TimeUnit.SECONDS)).isNotEqualTo(no.get(30, TimeUnit.SECONDS));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static boolean succeeds(Runnable work) {
        try {
            work.run();
            return true;
        } catch (ApprovalRefused refusal) {
            return false;
        }
    }

    private Run asked(String requestedBy) {
        Run run = books.run(requestedBy);
        verdict(run);
        return run;
    }

    private ApprovalVerdict verdict(Run run) {
        return books.approvals.verdict(run, plan("1"), BOTH, books.now);
    }

    static void assertRefused(ThrowingCallable work, Why why, String words) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        ApprovalRefused.class,
                        refusal -> assertThat(refusal.why()).isEqualTo(why))
                .hasMessageContaining(words);
    }
}
