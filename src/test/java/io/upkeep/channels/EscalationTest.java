package io.upkeep.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMailUtil;
import io.upkeep.incident.Incident;
import io.upkeep.incident.IncidentReport;
import io.upkeep.incident.Incidents;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EscalationTest extends ChannelsFixture {

    @Autowired
    private Incidents incidents;

    @Autowired
    private JdbcClient jdbc;

    private Incident opened(String title) {
        return incidents.report(
                new IncidentReport("test:" + UUID.randomUUID(), "test", title, "test", "nobody looks", null));
    }

    private List<String> timeline(Incident incident) {
        return incidents.timeline(incident.id()).stream()
                .filter(entry -> entry.what().equals("escalated"))
                .map(Incident.Entry::text)
                .toList();
    }

    private static List<String> slack(Incident incident) {
        return SLACK.calls().stream()
                .filter(call -> call.text().contains(incident.id().toString()))
                .map(call -> call.form().get("channel") + ": " + call.text())
                .toList();
    }

    private static boolean mailed(Incident incident, String to) {
        return SANDBOX.mail().mails().stream()
                .filter(mail -> GreenMailUtil.getHeaders(mail).contains("To: " + to))
                .anyMatch(mail -> GreenMailUtil.getWholeMessage(mail)
                        .replace("=\r\n", "")
                        .contains(incident.id().toString()));
    }

    @Test
    void an_incident_that_nobody_takes_up_climbs_and_each_level_is_told_once() {
        Incident incident = opened("disk <!channel> full");

        await().atMost(SOON)
                .until(() ->
                        mailed(incident, "ada@example.org") && !slack(incident).isEmpty());

        assertThat(timeline(incident))
                .containsExactly("level 1: told operations-team", "level 2: told operations-lead");
        assertThat(slack(incident))
                .anySatisfy(told -> assertThat(told)
                        .startsWith("maintenance: ")
                        .contains("needs somebody to take it up", "&lt;!channel&gt;"))
                .noneMatch(told -> told.contains("<!channel>"));
        assertThat(mailed(incident, "operations@queue.example")).isTrue();
        assertThat(incidents.find(incident.id()).orElseThrow().level()).isEqualTo(2);
        assertThat(jdbc.sql("""
                                SELECT data->>'told' FROM outbox
                                WHERE type = 'io.upkeep.incident.escalated.v1' AND subject = :id ORDER BY sequence
                                """)
                        .param("id", incident.id().toString())
                        .query(String.class)
                        .list())
                .containsExactly("operations-team", "operations-lead");
        incidents.resolve(incident.id(), "person:ada", "freed");
    }

    @Test
    void what_is_taken_up_climbs_no_further_and_is_told_again_while_it_lasts() {
        Incident incident = opened("slow");
        incidents.acknowledge(incident.id(), "person:bob", "looking");

        await().atMost(SOON).until(() -> timeline(incident).stream().anyMatch(text -> text.startsWith("told ")));
        incidents.resolve(incident.id(), "person:bob", "was a backup");

        assertThat(timeline(incident))
                .allMatch(text -> text.equals("told operations-team again: it lasts, taken up by person:bob")
                        || text.equals("level 1: told operations-team"));
    }
}
