package io.upkeep.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.upkeep.approval.ApprovalDesk;
import io.upkeep.approval.ApprovalRefused;
import io.upkeep.approval.ApprovalRequest;
import io.upkeep.document.Document.Signature;
import io.upkeep.document.Document.State;
import io.upkeep.incident.Incident;
import io.upkeep.incident.Incidents;
import io.upkeep.pipeline.InvalidRequest;
import io.upkeep.report.Reports;
import io.upkeep.run.Run;
import io.upkeep.run.RunRequest;
import io.upkeep.update.UpdatePipelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;

/** Documentation as it is shipped: written from the running system, signed by people, published. */
class ManageDocumentationTest extends UpdatePipelines {

    private static final Path FILE = PLACE.resolve("routes/pipelines/documentation/written-by-a-test.camel.yaml");

    @Autowired
    private ApprovalDesk desk;

    @Autowired
    private DocumentDesk documents;

    @Autowired
    private DocumentRecords records;

    @Autowired
    private Incidents incidents;

    @Autowired
    private DocumentSettings settings;

    @Autowired
    private DocumentSources sources;

    @Autowired
    private Reports reports;

    @Autowired
    private Clock clock;

    @AfterEach
    void forget() throws IOException {
        Files.deleteIfExists(FILE);
    }

    /** The text of a pipeline, which is read when its procedure is written. */
    private static void pipeline(String name, String description) throws IOException {
        Files.writeString(FILE, """
                - route:
                    id: %1$s
                    description: %2$s
                    from:
                      uri: maintenance:%1$s
                      parameters: {inputs: "site:name!", targets: "label:api", approval: operations-lead, rollback: "direct:undo-%1$s"}
                      steps:
                        - step:
                            id: clear
                            steps: [{to: {uri: "fleet:label:api", parameters: {script: pipelines/configuration/deploy.sh}}}]
                - route:
                    id: undo-%1$s
                    from: {uri: "direct:undo-%1$s", steps: [{step: {id: undo-clear, steps: [{to: {uri: "log:x"}}]}}]}
                """.formatted(name, description));
    }

    private Run manage(String person, String type, String subject, String date) {
        Map<String, String> inputs = new HashMap<>(Map.of("type", type, "subject", subject, "date", date));
        return runs.request(new RunRequest("manage-documentation", inputs, "person:" + person, null));
    }

    /** The request for people's yes that the run leads to. */
    private ApprovalRequest asked(Run parent) {
        return await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> desk.waiting().stream()
                                .filter(request -> parent.id()
                                        .equals(journal.find(request.run())
                                                .orElseThrow()
                                                .parent()))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private void signed(ApprovalRequest request, String... people) {
        for (String person : people) {
            desk.approve(request.run(), person, request.plan().hash(), "read it");
        }
    }

    private Document newest(DocumentType type, String subject) {
        return records.versions(type, subject).get(0);
    }

    @Test
    void ways_that_exclude_each_other_are_no_sequence_in_a_procedure() throws IOException {
        Files.writeString(FILE, """
                - route:
                    id: wash-cache
                    description: Wash
                    from:
                      uri: maintenance:wash-cache
                      parameters: {inputs: "how:enum(hot|cold)!", impact: NO-IMPACT}
                      steps:
                        - step: {id: look, steps: [{log: {message: hi}}]}
                        - choice:
                            when:
                              - expression: {simple: {expression: "${variable.how} == 'hot'"}}
                                steps: [{step: {id: heat, steps: [{log: {message: hi}}]}}, {to: {uri: "direct:rinse"}}]
                              - simple: "${variable.how} == 'cold'"
                                steps: [{step: {id: cool, steps: [{log: {message: hi}}]}}]
                            otherwise:
                              steps: [{step: {id: wait, steps: [{log: {message: hi}}]}}]
                        - step: {id: dry, steps: [{log: {message: hi}}]}
                - route:
                    id: rinse
                    from: {uri: "direct:rinse", steps: [{step: {id: rinse-it, steps: [{log: {message: hi}}]}}]}
                """);
        asked(manage("eve", "procedure", "wash-cache", ""));
        Document draft = newest(DocumentType.PROCEDURE, "wash-cache");

        assertThat(DocumentControl.whole(draft))
                .contains("""
                          s0 --> s1
                          s1 --> s2
                          s2 -. or .- s3
                          s3 -. or .- s4
                          s4 --> s5
                        """)
                .contains("### 1. look\n\n\n### 2. heat", "### 2. heat\n\nOnly when how is hot.\n")
                .contains("### 3. rinse-it\n\nOnly when how is hot.\n", "### 4. cool\n\nOnly when how is cold.\n")
                .contains("### 5. wait\n\nOnly when nothing else fits.\n", "### 6. dry\n\n\n## When a step fails");
        assertThat(DocumentHtml.of(draft)).containsOnlyOnce("<svg").contains(">or</text>");
    }

    @Test
    void a_procedure_is_written_from_its_route_signed_by_two_people_and_published_in_versions() throws IOException {
        pipeline("wash-cache", "Wash the cache");
        Run run = manage("eve", "procedure", "wash-cache", "");
        ApprovalRequest request = asked(run);
        Document draft = newest(DocumentType.PROCEDURE, "wash-cache");
        assertThat(draft.state()).isEqualTo(State.REVIEWED);
        assertThat(request.plan().parameters()).containsEntry("sha256", draft.sha256());
        signed(request, "ada", "bob");
        succeeded(atRest(run));

        Document first = newest(DocumentType.PROCEDURE, "wash-cache");
        assertThat(first.version()).isEqualTo("1.0");
        assertThat(first.signatures())
                .extracting(Signature::role, Signature::person)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("operations-lead", "ada"),
                        org.assertj.core.groups.Tuple.tuple("technical-lead", "bob"));
        assertThat(first.distribution()).contains("operations-team").doesNotContain("external-vendors");
        assertThat(first.nextReview()).isEqualTo(first.publishedAt().plus(Duration.ofDays(180)));
        assertThat(DocumentControl.whole(first))
                .contains("Wash the cache", "| Version | 1.0 |", "operations-lead: ada", "`label:api`: api-1, api-2")
                .contains(
                        "### 1. clear",
                        "`pipelines/configuration/deploy.sh`",
                        "undo-clear",
                        "upkeep run wash-cache site=…")
                .contains("```mermaid\nflowchart TB\n  s0[\"clear\"]", "s0 -. fails .-> r0");
        assertThat(DocumentHtml.of(first)).contains("<svg", "Steps: clear; when one fails: undo-clear");

        succeeded(atRest(manage("eve", "procedure", "wash-cache", "")));
        assertThat(records.versions(DocumentType.PROCEDURE, "wash-cache"))
                .as("nothing new to say")
                .hasSize(1);

        pipeline("wash-cache", "Wash the cache and dry it");
        assertThat(says(succeeded(run("renew-procedures", Map.of())), "look"))
                .contains("each is written anew", "wash-cache");
        Run renewed = await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> journal.newest("manage-documentation", 1).get(0),
                        newest -> newest.requestedBy().startsWith("route:"));
        signed(asked(renewed), "ada", "bob");
        succeeded(atRest(renewed));
        assertThat(records.versions(DocumentType.PROCEDURE, "wash-cache"))
                .extracting(Document::version)
                .containsExactly("1.1", "1.0");
        assertThat(documents.find(first.id()).orElseThrow().content()).isEqualTo(first.content());
        assertThatThrownBy(() -> jdbc.sql("UPDATE document SET content = 'other words' WHERE id = :id")
                        .param("id", first.id())
                        .update())
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("is published and is kept as it is");
    }

    @Test
    void a_yes_to_one_text_is_none_to_another_and_a_no_keeps_the_draft_with_the_reason() throws IOException {
        pipeline("fold-cache", "Fold the cache");
        Run before = manage("eve", "procedure", "fold-cache", "");
        ApprovalRequest old = asked(before);
        signed(old, "ada");
        pipeline("fold-cache", "Fold the cache twice");
        Run after = manage("eve", "procedure", "fold-cache", "");
        ApprovalRequest anew = asked(after);

        signed(old, "bob");
        Run refused = rolledBack(atRest(before), "approve");
        assertThat(refused.failure()).contains("changed since people were asked");
        Document draft = newest(DocumentType.PROCEDURE, "fold-cache");
        assertThat(draft.state()).isEqualTo(State.REVIEWED);
        assertThat(draft.signatures()).isEmpty();

        desk.reject(anew.run(), "ada", "twice is once too often");
        rolledBack(atRest(after), "approve");
        Document kept = newest(DocumentType.PROCEDURE, "fold-cache");
        assertThat(kept.state()).isEqualTo(State.REJECTED);
        assertThat(kept.reason()).contains("twice is once too often");
        assertThat(kept.content()).contains("Fold the cache twice");
    }

    @Test
    void who_asked_for_a_document_cannot_sign_it() throws IOException {
        pipeline("iron-cache", "Iron the cache");
        Run run = manage("ada", "procedure", "iron-cache", "");
        ApprovalRequest request = asked(run);

        assertThat(request.requestedBy()).isEqualTo("person:ada");
        assertThatThrownBy(() -> signed(request, "ada"))
                .isInstanceOf(ApprovalRefused.class)
                .hasMessageContaining("nobody approves their own request");
        runs.cancel(request.run(), "ada");
        atRest(run);
        assertThat(newest(DocumentType.PROCEDURE, "iron-cache").version()).isNull();
    }

    @Test
    void what_looks_like_a_secret_does_not_pass_the_review() throws IOException {
        pipeline("paint-cache", "\"Log in with password=Kx81hhqPz2\"");

        Run run = rolledBack(atRest(manage("eve", "procedure", "paint-cache", "")), "review");

        assertThat(run.failure()).contains("looks like a password");
        assertThat(newest(DocumentType.PROCEDURE, "paint-cache").state()).isEqualTo(State.REJECTED);
    }

    @Test
    void what_cannot_be_written_is_refused_when_it_is_asked_for() {
        Map<List<String>, String> wrong = Map.of(
                List.of("procedure", "no-such", ""), "no pipeline is called 'no-such'; upkeep pipelines lists them",
                List.of("procedure", "check-sytem-health", ""),
                        "no pipeline is called 'check-sytem-health'; did you mean check-system-health? upkeep pipelines",
                List.of("procedure", "", ""), "a procedure is of a pipeline; write subject=deploy-configuration",
                List.of("log", "2026-01-05", "2026-01-06"),
                        "subject '2026-01-05' and date '2026-01-06' are two times, and a document is of one; write one of them",
                List.of("report", "2026-01", "2026-02"), "subject '2026-01' and date '2026-02' are two times",
                List.of("schedule", "2099-01", "2099-02"), "subject '2099-01' and date '2099-02' are two times");
        long before = documentRuns();
        wrong.forEach(
                (asked, reason) -> assertThatThrownBy(() -> manage("eve", asked.get(0), asked.get(1), asked.get(2)))
                        .isInstanceOf(InvalidRequest.class)
                        .hasMessageStartingWith(reason));
        assertThat(documentRuns()).as("no run was accepted").isEqualTo(before);
    }

    private long documentRuns() {
        return jdbc.sql("SELECT count(*) FROM run WHERE pipeline = 'manage-documentation'")
                .query(Long.class)
                .single();
    }

    @Test
    void the_log_of_a_day_is_a_record_that_the_team_signs() throws IOException {
        pipeline("bake-cache", "Bake the cache");
        Run no = manage("mallory", "procedure", "bake-cache", "");
        ApprovalRequest request = asked(no);
        desk.reject(request.run(), "ada", "nothing <img src=x onerror=alert(1)>");
        rolledBack(atRest(no), "approve");
        String today = LocalDate.ofInstant(clock.instant(), settings.zone()).toString();

        Run run = manage("eve", "log", "", today);
        signed(asked(run), "carol");
        succeeded(atRest(run));

        Document log = newest(DocumentType.LOG, today);
        assertThat(log.version()).isEqualTo("1.0");
        assertThat(log.nextReview()).isNull();
        assertThat(log.content()).contains("manage-documentation: rolled back", "person:mallory");
        assertThat(DocumentHtml.of(log)).contains("&lt;img src=x").doesNotContain("<img");
    }

    @Test
    void reports_metrics_and_schedules_are_written_from_journal_windows_and_timers() {
        YearMonth month = YearMonth.from(clock.instant().atZone(settings.zone()));
        for (String type : new String[] {"report", "metrics"}) {
            Run run = manage("eve", type, "", month.minusMonths(1).toString());
            signed(asked(run), type.equals("report") ? new String[] {"ada", "bob"} : new String[] {"carol"});
            succeeded(atRest(run));
        }
        assertThat(newest(DocumentType.METRICS, month.minusMonths(1).toString()).content())
                .contains("Changes without trouble");
        assertThatThrownBy(() -> manage("eve", "report", "", month.toString()))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("is not over yet");
        assertThatThrownBy(() -> manage("eve", "log", "", "2026-13-48"))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("date '2026-13-48' is not a day or a period");

        Run run = manage("eve", "schedule", "", "");
        signed(asked(run), "ada", "bob");
        succeeded(atRest(run));
        Document schedule = newest(DocumentType.SCHEDULE, month.plusMonths(1).toString());
        assertThat(schedule.content())
                .contains(
                        "| window | monthly: ",
                        "| timer | apply-security-updates: ",
                        "| timer | manage-documentation type=log: ");
        assertThat(schedule.calendar()).contains("BEGIN:VEVENT", "SUMMARY:window: monthly");
    }

    @Test
    void the_figures_of_a_month_are_those_of_its_report_and_worked_out_where_it_has_none() {
        String success = "| Changes without trouble | ";
        reports.measure("monthly", "2019-03", UUID.randomUUID().toString());
        ranIn("2019-03");
        ranIn("2019-05");

        assertThat(written(DocumentType.METRICS, "2019-03")).contains(success + "no data");
        assertThat(written(DocumentType.METRICS, "2019-05")).contains(success + "100 %");
        assertThat(written(DocumentType.REPORT, "2019-05"))
                .contains(success + "100 %", "## Runs", "| change-by-a-test | 1 | 1 | 0 | 0 |", "## Incidents");
    }

    private void ranIn(String month) {
        Instant middle = Instant.parse(month + "-15T12:00:00Z");
        jdbc.sql("""
                        INSERT INTO report_run (id, pipeline, impact, is_change, state, requested_by, started_at, finished_at,
                            steps, done, needed_person)
                        VALUES (gen_random_uuid(), 'change-by-a-test', 'DEGRADED', true, 'SUCCEEDED', 'person:ada', :at, :at, 1, 1,
                            false)
                        """).param("at", Timestamp.from(middle)).update();
    }

    private String written(DocumentType type, String period) {
        return sources.of(type).write("", period).markdown();
    }

    @Test
    void a_procedure_names_the_zone_of_its_timers() {
        assertThat(sources.of(DocumentType.PROCEDURE)
                        .write("check-system-health", "")
                        .markdown())
                .contains("| By itself | every day at 06:02 (UTC) |")
                .doesNotContain("upkeep.time-zone");
    }

    @Test
    void an_overdue_review_is_an_incident_until_somebody_has_read_the_document() throws IOException {
        pipeline("mend-cache", "Mend the cache");
        Run run = manage("eve", "procedure", "mend-cache", "");
        signed(asked(run), "ada", "bob");
        succeeded(atRest(run));
        Document document = newest(DocumentType.PROCEDURE, "mend-cache");
        jdbc.sql(
                        "INSERT INTO document_review (document_id, person, note, at, next_review) VALUES (:id, 'ada', 'long ago', :t, :t)")
                .param("id", document.id())
                .param("t", Timestamp.from(clock.instant().minus(Duration.ofDays(1))))
                .update();

        assertThat(says(succeeded(run("remind-of-reviews", Map.of())), "look"))
                .contains("overdue, each an incident:", "Procedure: mend cache");
        assertThat(about(document))
                .hasValueSatisfying(incident ->
                        assertThat(incident.title()).contains("Procedure: mend cache", "was to be reviewed by"));

        documents.confirm(document.id(), "bob", "still right");
        assertThat(about(document)).isEmpty();
        assertThat(documents.find(document.id()).orElseThrow().nextReview()).isAfter(clock.instant());
    }

    private Optional<Incident> about(Document document) {
        return incidents.newest(false, 200).stream()
                .filter(incident -> incident.key().equals(document.key()))
                .findFirst();
    }
}
