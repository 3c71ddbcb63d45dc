package io.upkeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code upkeep report}, {@code kpis} and {@code review}, against a server that answers as told. */
class ReportCommandsTest {

    private static final String ID = ScriptedServer.RUN;
    private static final String FIGURES = """
            "figures":[{"figure":{"kpi":"system_uptime","title":"System uptime","value":99.5,"unit":"%","reason":"down 1 h",
              "formula":1,"parts":{}},"before":98.0,"trend":"BETTER"},
             {"figure":{"kpi":"recovery_time","title":"Time to recover","value":null,"unit":"min","reason":"no data: none",
              "formula":1,"parts":{}},"before":null,"trend":"NONE"}]""";
    private static final String REVIEW = """
            {"id":"%s","window":"weekly","dueAt":"2026-11-29T01:00:00Z","completedBy":%s,"gathered":{"runs":[
              {"pipeline":"deploy","state":"ROLLED_BACK","why":"no\\u001b[2J answer"}],"incidents":["slow"]}}""";

    @RegisterExtension
    final ScriptedServer server = new ScriptedServer();

    @Test
    void kpis_are_shown_with_what_they_were_and_why() {
        server.on("GET /api/kpis?from=2026-11-01", 200, "{" + FIGURES + "}");

        assertThat(server.run("kpis", "--from", "2026-11-01")).isZero();

        assertThat(server.output())
                .containsPattern("System uptime +99.5 % +98.0 \\(better\\) +down 1 h")
                .containsPattern("Time to recover +no data +no data: none");
    }

    @Test
    void a_report_is_shown_with_its_tables() {
        server.on("GET /api/reports/" + ID, 200, """
                {"type":"WEEKLY","period":"2026-W48","revision":2,%s,"tables":[
                 {"title":"Windows","columns":["window"],"rows":[["week\\u001b[2Jly"]]},
                 {"title":"Incidents","columns":["what"],"rows":[]}]}""".formatted(FIGURES));

        assertThat(server.run("report", "show", ID)).isZero();

        assertThat(server.output())
                .containsSubsequence(
                        "WEEKLY report 2026-W48, revision 2", "System uptime", "Windows", "Incidents: none")
                .doesNotContain("\u001b[2J");
    }

    @Test
    void reports_are_listed_and_asked_for() {
        server.on("GET /api/reports", 200, """
                [{"id":"%s","type":"WEEKLY","period":"2026-W48","revision":1,"createdAt":"2026-12-01T06:00:00Z"}]""".formatted(ID));
        server.on("POST /api/pipelines/report-maintenance/runs", 202, "{\"id\":\"" + ID + "\"}");

        assertThat(server.run("report", "list")).isZero();
        assertThat(server.run("report", "generate", "monthly", "2026-11")).isZero();

        assertThat(server.output()).contains("WEEKLY  2026-W48", "run " + ID + " makes it");
        assertThat(server.requests)
                .contains(
                        "POST /api/pipelines/report-maintenance/runs {\"parameters\":{\"type\":\"monthly\",\"period\":\"2026-11\"}}");
    }

    @Test
    void reviews_are_listed_shown_and_completed() {
        server.on("GET /api/reviews?all=false", 200, "[" + REVIEW.formatted(ID, "null") + "]");
        server.on("GET /api/reviews/" + ID, 200, REVIEW.formatted(ID, "null"));
        server.on("POST /api/reviews/" + ID + "/complete", 200, REVIEW.formatted(ID, "\"ada\""));

        assertThat(server.run("review", "list")).isZero();
        assertThat(server.run("review", "show", ID)).isZero();
        assertThat(server.run("review", "complete", ID, "--findings", "all was well", "--actions", "none"))
                .isZero();

        assertThat(server.output())
                .containsSubsequence("weekly", "run       deploy ROLLED_BACK", "incident  slow", "is completed by ada")
                .doesNotContain("\u001b[2J");
        assertThat(server.requests)
                .contains("POST /api/reviews/%s/complete {\"findings\":\"all was well\",\"actions\":\"none\"}"
                        .formatted(ID));
    }
}
