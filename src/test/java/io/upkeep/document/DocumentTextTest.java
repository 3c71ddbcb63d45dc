package io.upkeep.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upkeep.document.Activity.Decision;
import io.upkeep.document.Activity.Done;
import io.upkeep.document.Activity.Step;
import io.upkeep.document.Document.Signature;
import io.upkeep.document.ScheduleText.Planned;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What documents say, and what nobody can make them say. */
class DocumentTextTest {

    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final UUID RUN = UUID.fromString("5c7f6c7e-0a63-4b21-8e4e-111111111111");

    private static Done run(String state, String by, String failure, Map<String, String> parameters) {
        return new Done(
                RUN,
                "clear-cache",
                state,
                by,
                parameters,
                NOON,
                NOON,
                NOON.plusSeconds(65),
                "check",
                failure,
                null,
                List.of(new Step("FORWARD", "check", "FAILED", NOON, NOON.plusSeconds(1), failure)));
    }

    private static Document document(String content) {
        return new Document(
                RUN,
                DocumentType.LOG,
                "2026-11-28",
                "Log",
                Document.State.DRAFT,
                null,
                content,
                null,
                "00",
                RUN,
                "person:eve",
                NOON,
                null,
                null,
                null,
                List.of(),
                List.of());
    }

    @Test
    void a_draft_is_no_record_of_the_past_yet() {
        assertThat(DocumentControl.whole(document("text"))).contains("| Next review | none: it is not published |");
    }

    private static String log(String hostile) {
        return LogText.of(
                ZoneOffset.UTC,
                List.of(run("ROLLED_BACK", "person:" + hostile, hostile, Map.of("site", hostile))),
                List.of(new Decision(RUN, hostile, "approved", hostile, NOON)),
                List.of(new Activity.Trouble(hostile, "run", "RESOLVED", NOON, NOON, hostile, hostile)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "[click](javascript:alert(1))",
                "![x](http://evil.example/pixel.png)",
                "`` ` ``` ```` <b>out of the fence</b>",
                "```\n</code></pre><script>alert(1)</script>\n```",
                "~~~\n# Heading\n- list\n| a | b |\n|---|---|",
                "x | y | <i>\n\n<u>new paragraph</u>",
                "\u202Egnp.exe\u0007\u001b[31m",
                "<a href=\"https://evil.example\">x</a>",
                "[a]: http://evil.example\n[a]"
            })
    void what_hosts_and_people_write_is_text_in_a_log_and_nothing_else(String hostile) {
        String html = DocumentHtml.of(document(log(hostile)));

        assertThat(html.replaceAll("(?s)<style>.*?</style>", ""))
                .doesNotContainPattern("<(script|img|(b|i|u)>|a href=\"(?!/#/runs/))")
                .doesNotContain("\u202E", "\u0007", "\u001b");
        assertThat(html.split("<h2", -1)).as("no headings of its own").hasSize(4);
        assertThat(DocumentReview.problems(log(hostile), link -> link.startsWith("/#/runs/")))
                .isEmpty();
    }

    @Test
    void a_log_tells_what_people_asked_for_and_what_failed_and_counts_the_rest() {
        String text = LogText.of(
                ZoneOffset.UTC,
                List.of(
                        run("ROLLED_BACK", "person:eve", "no answer", Map.of("site", "www", "dbPassword", "hush-hush")),
                        new Done(
                                UUID.randomUUID(),
                                "check-health",
                                "SUCCEEDED",
                                "timer:x",
                                Map.of(),
                                NOON,
                                NOON,
                                NOON,
                                null,
                                null,
                                null,
                                List.of())),
                List.of(new Decision(RUN, "ada", "overrode window by break-glass", "customers wait", NOON)),
                List.of());

        assertThat(text)
                .contains(
                        "### 2026-11-28 12:00 clear-cache: rolled back",
                        "lasted 1 min 5 s",
                        "`site=www`",
                        "`dbPassword=••••`")
                .contains("ada overrode window by break-glass it at 2026-11-28 12:00: customers wait", "no answer")
                .contains("- check-health: 1 run\n")
                .doesNotContain("hush-hush");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN RSA PRIVATE KEY-----",
                "AKIAIOSFODNN7EXAMPLE",
                "ghp_0123456789abcdefghij01",
                "postgresql://app:Sw0rdfish@db/queue",
                "password: Sw0rdfish!",
                "API\\_KEY=0123456789abcdef",
                "TODO say how",
                "[gone](#nowhere)",
                "[out](https://example.org)"
            })
    void a_review_finds_secrets_links_to_nowhere_and_what_is_not_finished(String line) {
        assertThat(DocumentReview.problems("## Here\n\n" + line + "\n", link -> false))
                .hasSize(1);
    }

    @Test
    void a_review_passes_what_is_in_order() {
        String text =
                "## What is done\n\nSee [above](#what-is-done); the password comes from `${PASSWORD}`, `password=••••`.\n";

        assertThat(DocumentReview.problems(text, link -> false)).isEmpty();
    }

    @Test
    void a_document_without_a_signature_or_with_its_authors_own_is_not_signed() {
        assertThatThrownBy(() -> DocumentReview.fourEyes("Log", List.of(), "person:eve"))
                .hasMessageContaining("nobody approved it");
        assertThatThrownBy(() -> DocumentReview.fourEyes(
                        "Log", List.of(new Signature("maintenance-team", "eve", NOON)), "person:Eve"))
                .hasMessageContaining("eve asked for it and cannot sign it");
        DocumentReview.fourEyes("Log", List.of(new Signature("maintenance-team", "ada", NOON)), "person:eve");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-28, 2026-11-28, 2026-11-29, 28 November 2026",
        "2026-W01, 2025-12-29, 2026-01-05, 29 December 2025 to 4 January 2026",
        "2026-W53, 2026-12-28, 2027-01-04, 28 December 2026 to 3 January 2027",
        "2026-02, 2026-02-01, 2026-03-01, 1 February 2026 to 28 February 2026",
        "2026-Q4, 2026-10-01, 2027-01-01, 1 October 2026 to 31 December 2026",
        "2026, 2026-01-01, 2027-01-01, 1 January 2026 to 31 December 2026"
    })
    void periods_are_written_as_people_write_them(String name, LocalDate first, LocalDate after, String words) {
        Period period = Period.of(name);

        assertThat(List.of(period.first(), period.after())).containsExactly(first, after);
        assertThat(period.words()).isEqualTo(words);
        assertThat(period.name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-13", "2026-02-30", "2026-W54", "2025-W53", "2026-Q5", "26-1-1"})
    void what_is_no_period_is_refused_with_right_ones(String text) {
        assertThatThrownBy(() -> Period.of(text)).hasMessageContaining("write 2026-11-28, 2026-W48");
    }

    @Test
    void a_schedule_is_the_same_calendar_each_time_and_what_it_is_told_cannot_leave_its_line() {
        List<Planned> planned = List.of(
                new Planned("window", "weekly", "a\nBEGIN:VEVENT; b, c", NOON, NOON.plusSeconds(7200)),
                new Planned("timer", "check", "look", NOON, NOON));
        String calendar = ScheduleText.calendar(Period.of("2026-12"), ZoneOffset.UTC, planned);

        assertThat(calendar)
                .isEqualTo(ScheduleText.calendar(Period.of("2026-12"), ZoneOffset.UTC, planned))
                .contains("DTSTART:20261128T120000Z", "DTEND:20261128T140000Z", "DTSTAMP:20261201T000000Z");
        assertThat(calendar.split("\r\nBEGIN:VEVENT", -1)).hasSize(3);
    }
}
