package io.upkeep.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.upkeep.report.ReportRefused;
import io.upkeep.report.Review;
import io.upkeep.report.Reviews;
import io.upkeep.run.Run;
import io.upkeep.run.RunLog;
import io.upkeep.run.RunRequest;
import io.upkeep.run.RunState;
import io.upkeep.run.SaidInRun;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class ReviewMaintenanceTest extends ChannelsFixture {

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Reviews reviews;

    @Autowired
    private RunLog log;

    @Test
    void a_window_is_reviewed_once_with_what_is_known_of_it_and_a_person_completes_it() {
        Instant ended = Instant.now().minus(Duration.ofHours(30));
        UUID window = held("reviewed", ended);
        UUID undone = ran(ended.minus(Duration.ofMinutes(90)), "ROLLED_BACK", "the API did not answer");
        UUID later = held("too-early", Instant.now().minus(Duration.ofHours(20)));

        Run run = review();

        Review review = of(window);
        assertThat(review.gathered().overrunMinutes()).isEqualTo(30);
        assertThat(review.gathered().runs())
                .filteredOn(each -> each.id().equals(undone.toString()))
                .hasSize(1)
                .allSatisfy(each -> assertThat(each.why()).isEqualTo("the API did not answer"));
        assertThat(review.gathered().impactMinutes().get("DEGRADED")).isEqualTo(30);
        assertThat(reviews.list(true, 200)).noneMatch(each -> each.occurrence().equals(later));
        await().atMost(SOON)
                .until(() -> SANDBOX.mail().mailsAbout("review-maintenance asks you to review").stream()
                        .anyMatch(mail -> com.icegreen.greenmail.util.GreenMailUtil.getWholeMessage(mail)
                                .contains(review.id().toString())));

        assertThat(SaidInRun.of(log, run, "gather")).contains(" opened:\n", "reviewed window of ");
        assertThat(SaidInRun.of(log, review(), "gather")).startsWith("no window that is over for a day");
        assertThat(reviews.list(true, 200))
                .filteredOn(each -> each.occurrence().equals(window))
                .hasSize(1);
        assertThatThrownBy(() -> reviews.complete(review.id(), "ada", "fine", null))
                .isInstanceOf(ReportRefused.class)
                .hasMessageContaining("too short");
        reviews.complete(review.id(), "ada", "the roll-out was undone in time", "bob: look at the API");
        assertThat(of(window).completedBy()).isEqualTo("ada");
        assertThatThrownBy(() -> reviews.complete(review.id(), "bob", "I saw it otherwise", ""))
                .hasMessageContaining("completed already, by ada");
        assertThat(events(review)).containsExactly("io.upkeep.review.opened.v1", "io.upkeep.review.completed.v1");
        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void a_review_that_is_overdue_is_reminded_of_until_it_is_completed() {
        UUID window = held("overdue", Instant.now().minus(Duration.ofDays(8)));
        Run run = review();
        Review review = of(window);

        assertThat(SaidInRun.of(log, run, "look-for-overdue"))
                .contains(" overdue:\n", review.id().toString());
        await().atMost(SOON).until(() -> reminded(run, review));

        reviews.complete(review.id(), "ada", "nothing to be learned here", "");
        assertThat(reviews.overdue()).doesNotContain(review.id().toString());
        assertThat(reviews.list(false, 200)).noneMatch(each -> each.id().equals(review.id()));
    }

    private boolean reminded(Run run, Review review) {
        return jdbc.sql("""
                                SELECT count(*) FROM notice WHERE medium = 'EMAIL' AND state = 'SENT'
                                    AND subject LIKE '%has reviews that are overdue' AND text LIKE '%' || :run || '%'
                                    AND text LIKE '%' || :review || '%'
                                """)
                        .param("run", run.id().toString())
                        .param("review", review.id().toString())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    private Run review() {
        Run run = finished(runs.request(new RunRequest("review-maintenance", Map.of(), "person:ada", null))
                .id());
        assertThat(run.state()).as(run.failedStep() + ": " + run.failure()).isEqualTo(RunState.SUCCEEDED);
        return run;
    }

    private Review of(UUID window) {
        return reviews.list(true, 200).stream()
                .filter(review -> review.occurrence().equals(window))
                .findFirst()
                .orElseThrow();
    }

    private List<String> events(Review review) {
        return jdbc.sql("SELECT type FROM outbox WHERE subject = :review ORDER BY sequence")
                .param("review", review.id().toString())
                .query(String.class)
                .list();
    }

    /** Two hours long, of which an hour and a half were agreed. */
    private UUID held(String name, Instant ended) {
        UUID id = UUID.randomUUID();
        jdbc.sql("""
                        INSERT INTO window_occurrence (id, name, is_declared, state, opens_at, closes_at, agreed_close_at,
                            cutoff_seconds, zone, reason, pipelines, targets, proposed_by, started_at, ended_at,
                            lead_seconds, sequence)
                        VALUES (:id, :name, true, 'COMPLETED', :opens, :ended, :agreed, 0, 'UTC', '',
                            '{}', 'all', 'application.yaml', :opens, :ended, '{}', 3)
                        """)
                .param("id", id)
                .param("name", name)
                .param("opens", Timestamp.from(ended.minus(Duration.ofHours(2))))
                .param("agreed", Timestamp.from(ended.minus(Duration.ofMinutes(30))))
                .param("ended", Timestamp.from(ended))
                .update();
        return id;
    }

    private UUID ran(Instant from, String state, String failure) {
        UUID id = UUID.randomUUID();
        jdbc.sql("""
                        INSERT INTO run (id, pipeline, state, parameters, requested_by, requested_at, started_at,
                            finished_at, failure)
                        VALUES (:id, 'stumble', :state, '{}', 'person:ada', :from, :from, :until, :failure)
                        """)
                .param("id", id)
                .param("state", state)
                .param("from", Timestamp.from(from))
                .param("until", Timestamp.from(from.plus(Duration.ofMinutes(30))))
                .param("failure", failure)
                .update();
        return id;
    }
}
