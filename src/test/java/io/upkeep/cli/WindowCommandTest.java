package io.upkeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code upkeep window} and {@code upkeep freeze}, against a server that answers as told. */
class WindowCommandTest {

    private static final String ID = ScriptedServer.RUN;
    private static final String WINDOW = """
            {"id":"%s","window":"emergency","state":"PROPOSED","opens":"2026-11-29T01:00:00Z",\
            "closes":"2026-11-29T03:00:00Z","zone":"Europe/Berlin","reason":"a\\u001b[2J disk"}""".formatted(ID);
    private static final String FREEZE = """
            {"id":"%s","name":"release","declared":false,"holding":true,"until":"2026-11-29T05:00:00Z","next":null,\
            "zone":"Europe/Berlin","reason":"launch"}""".formatted(ID);

    @RegisterExtension
    final ScriptedServer server = new ScriptedServer();

    @Test
    void lists_windows_on_their_own_clock_face_without_control_characters() {
        server.on("GET /api/windows", 200, "{\"declared\":[],\"occurrences\":[" + WINDOW + "],\"ended\":[]}");

        assertThat(server.run("window", "list")).isZero();

        assertThat(server.output())
                .contains("emergency  PROPOSED  Sun 2026-11-29 02:00  Sun 2026-11-29 04:00  Europe/Berlin  a [2J disk")
                .doesNotContain("\u001b");
    }

    @Test
    void proposes_a_window_as_it_is_written() {
        server.on("POST /api/windows", 201, WINDOW);

        assertThat(server.run(
                        "window",
                        "propose",
                        "emergency",
                        "--from",
                        "2026-11-29T02:00",
                        "--until",
                        "2026-11-29T04:00",
                        "--reason",
                        "a disk",
                        "--pipeline",
                        "deploy-*",
                        "--targets",
                        "label:api"))
                .isZero();

        assertThat(server.requests)
                .containsExactly(
                        "POST /api/windows {\"window\":\"emergency\",\"from\":\"2026-11-29T02:00\",\"until\":\"2026-11-29T04:00\",\"reason\":\"a disk\",\"pipelines\":[\"deploy-*\"],\"targets\":\"label:api\"}");
        assertThat(server.output())
                .contains("window " + ID
                        + " (emergency) is now PROPOSED: Sun 2026-11-29 02:00 to Sun 2026-11-29 04:00 Europe/Berlin");
    }

    @Test
    void decides_about_a_window_and_passes_on_what_the_server_refuses() {
        for (String action : new String[] {"approve", "start", "verify", "complete"}) {
            server.on("POST /api/windows/" + ID + "/" + action, 200, WINDOW);
            assertThat(server.run("window", action, ID)).as(action).isZero();
        }
        server.on("POST /api/windows/" + ID + "/extend", 409, "{\"detail\":\"a window that is COMPLETED does not\"}");

        assertThat(server.run("window", "extend", ID, "--until", "2026-11-29T05:00", "--reason", "slow"))
                .isEqualTo(ExitCode.INVALID);
        assertThat(server.errors()).contains("a window that is COMPLETED does not");
        assertThat(server.run("window", "cancel", ID)).as("without a reason").isEqualTo(ExitCode.INVALID);
    }

    @Test
    void adds_lists_and_lifts_a_freeze() {
        server.on("POST /api/freezes", 201, FREEZE)
                .on("GET /api/freezes", 200, "[" + FREEZE + "]")
                .on("DELETE /api/freezes/" + ID, 200, FREEZE);

        assertThat(server.run(
                        "freeze",
                        "add",
                        "release",
                        "--until",
                        "2026-11-29T06:00",
                        "--reason",
                        "launch",
                        "--except",
                        "check-*"))
                .isZero();
        assertThat(server.run("freeze", "list")).isZero();
        assertThat(server.run("freeze", "lift", ID)).isZero();

        assertThat(server.requests.get(0)).contains("\"name\":\"release\"", "\"exceptions\":[\"check-*\"]");
        assertThat(server.output())
                .contains("freeze " + ID + " (release) added", "release  HOLDING  Sun 2026-11-29 06:00", "lifted");
    }
}
