package io.upkeep.approval;

import static io.upkeep.approval.ApprovalsTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.upkeep.approval.ApprovalRefused.Why;
import io.upkeep.approval.RunOverride.Kind;
import io.upkeep.approval.RunOverride.Recorded;
import io.upkeep.event.Event;
import io.upkeep.run.Run;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Break-glass and other overrides, on a real PostgreSQL. */
class OverridesTest {

    private static final String REASON = "customers wait at every counter";

    private final Books books = new Books();

    @Test
    void breaking_the_glass_is_recorded_told_and_stays_open_until_another_person_reviews_it() {
        RunOverride override = books.overrides.breakGlass("Bob", REASON, List.of("window", "Approval"));
        Run run = books.run("person:bob");
        books.transaction.executeWithoutResult(status -> books.overrides.record(run, override));

        assertThat(books.overrides.kinds(run.id())).containsExactlyInAnyOrder(Kind.WINDOW, Kind.APPROVAL);
        assertThat(override.covers(Kind.WINDOW)).isTrue();
        assertThat(override.covers(Kind.FREEZE)).isFalse();
        assertThat(open(run)).isTrue();
        assertThat(books.overridden).hasSize(1);
        assertRefused(
                () -> books.overrides.review(run.id(), "BOB", "it was quite right"), Why.NOT_ALLOWED, "another person");
        assertRefused(() -> books.overrides.review(run.id(), "carol", "ok"), Why.INVALID, "at least 10 characters");

        Recorded reviewed = books.overrides.review(run.id(), "carol", "right decision, window too short: OPS-12");

        assertThat(reviewed.reviewedBy()).isEqualTo("carol");
        assertThat(open(run)).isFalse();
        assertRefused(() -> books.overrides.review(run.id(), "ada", "me too, me too"), Why.NOT_ASKED, "no break-glass");
        assertThat(books.told()).containsExactly("io.upkeep.break_glass.used.v1", "io.upkeep.break_glass.reviewed.v1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "too short", "\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b", "a  b  c  d  e"
            })
    void a_reason_of_less_than_ten_characters_is_none(String reason) {
        assertRefused(() -> books.overrides.breakGlass("bob", reason, null), Why.INVALID, "too short");
    }

    @Test
    void refuses_wrong_people_endless_reasons_and_what_can_never_be_overridden() {
        assertRefused(
                () -> books.overrides.breakGlass("mo", REASON, null), Why.NOT_ALLOWED, "upkeep.break-glass.roles");
        assertRefused(() -> books.overrides.breakGlass("mallory", REASON, null), Why.NOT_ALLOWED, "mallory");
        assertRefused(() -> books.overrides.breakGlass("bob", "x".repeat(501), null), Why.INVALID, "more than 500");
        assertRefused(
                () -> books.overrides.breakGlass("bob", REASON, List.of()), Why.INVALID, "'' cannot be overridden");
        assertRefused(
                () -> books.overrides.breakGlass("bob", REASON, List.of("window", "target-lock")),
                Why.INVALID,
                "'target-lock' cannot be overridden; write one or more of window, freeze, approval, dependency, backup");
    }

    @Test
    void hostile_words_in_a_reason_stay_words() {
        RunOverride override =
                books.overrides.breakGlass("bob", "<!channel> </pre><script>\u001b[2J\u202e'; DROP TABLE run", null);
        Run run = books.run("person:bob");
        books.overrides.record(run, override);

        assertThat(books.overrides.of(run.id()).get(0).override().reason())
                .isEqualTo("<!channel> </pre><script> [2J '; DROP TABLE run");
        assertThat(books.overrides.kinds(run.id()))
                .as("what keeps from harm is named by who goes past it")
                .containsExactlyInAnyOrder(Kind.WINDOW, Kind.FREEZE, Kind.APPROVAL);
    }

    @Test
    void another_person_may_override_the_window_of_a_waiting_run_without_a_review_but_not_the_approvals() {
        Run run = books.run("person:zoe");

        Recorded window = books.overrides.override(run.id(), "bob", REASON, List.of("window"));
        Recorded approval = books.overrides.override(run.id(), "carol", REASON, List.of("approval"));

        assertThat(window.needsReview()).isFalse();
        assertThat(approval.needsReview()).isTrue();
        assertThat(books.told()).containsExactly("io.upkeep.override.granted.v1", "io.upkeep.break_glass.used.v1");
        assertThat(books.reconsidered).containsExactly(run.id(), run.id());
        assertRefused(
                () -> books.overrides.override(run.id(), "bob", REASON, List.of("window")), Why.TOO_LATE, "before");
        books.started(run);
        assertRefused(
                () -> books.overrides.override(run.id(), "ada", REASON, List.of("freeze")), Why.TOO_LATE, "RUNNING");
    }

    @Test
    void a_person_may_override_again_what_holds_the_run_back_later_and_one_review_is_of_all_of_it() {
        Run run = books.run("person:bob");
        books.overrides.override(run.id(), "bob", REASON, List.of("window"));
        books.overrides.override(run.id(), "bob", "and the backup hangs as well", List.of("window", "backup"));
        books.overrides.override(run.id(), "carol", REASON, List.of("approval"));

        assertThat(books.overrides.kinds(run.id())).containsExactlyInAnyOrder(Kind.WINDOW, Kind.BACKUP, Kind.APPROVAL);
        assertRefused(
                () -> books.overrides.override(run.id(), "bob", REASON, List.of("backup")), Why.TOO_LATE, "before");

        books.overrides.review(run.id(), "carol", "both were right, see OPS-13");

        assertThat(books.overrides.of(run.id()))
                .extracting(recorded -> recorded.override().person(), Recorded::needsReview)
                .containsExactly(tuple("bob", false), tuple("bob", false), tuple("carol", true));
        assertThat(books.events).extracting(Event::subject, Event::sequence).doesNotHaveDuplicates();
    }

    @Test
    void of_many_reviews_at_once_one_is_written() throws Exception {
        Run run = books.run("person:bob");
        books.overrides.record(run, books.overrides.breakGlass("bob", REASON, null));
        int rivals = 6;
        ExecutorService pool = Executors.newFixedThreadPool(rivals);
        try {
            CyclicBarrier start = new CyclicBarrier(rivals);
            List<Future<Boolean>> reviews = IntStream.range(0, rivals)
                    .mapToObj(rival -> pool.submit(() -> {
                        start.await(10, TimeUnit.SECONDS);
                        try {
                            books.overrides.review(run.id(), "carol", "review number " + rival);
                            return true;
                        } catch (ApprovalRefused late) {
                            return false;
                        }
                    }))
                    .toList();
            int written = 0;
            for (Future<Boolean> review : reviews) {
                written += review.get(30, TimeUnit.SECONDS) ? 1 : 0;
            }
            assertThat(written).isEqualTo(1);
        } finally {
            pool.shutdownNow();
        }
    }

    private boolean open(Run run) {
        return books.overrides.breakGlass(200).stream()
                .filter(recorded -> recorded.run().equals(run.id()))
                .anyMatch(Recorded::needsReview);
    }
}
