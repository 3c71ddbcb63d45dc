package io.upkeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PerformanceCommandTest {

    @RegisterExtension
    final ScriptedServer server = new ScriptedServer();

    @Test
    void shows_the_report_or_what_is_named_without_control_characters() {
        String document = """
                {"createdAt":"2026-11-23T06:10:00Z","text":"- disk /a\\u001b[2J of api-1 full in 3 days\\n- cpu"}""";
        server.on("GET /api/performance/report", 200, document);
        server.on("GET /api/performance/capacity", 200, document);

        assertThat(server.run("performance")).isZero();
        assertThat(server.run("performance", "capacity")).isZero();

        assertThat(server.output())
                .contains("report of ", "capacity of ", "- disk /a [2J of api-1 full in 3 days\n- cpu")
                .doesNotContain("\u001b");
    }
}
