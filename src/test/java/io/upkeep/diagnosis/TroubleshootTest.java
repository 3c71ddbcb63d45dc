package io.upkeep.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.incident.Incident;
import io.upkeep.incident.IncidentReport;
import io.upkeep.incident.Incidents;
import io.upkeep.run.Run;
import io.upkeep.run.RunState;
import io.upkeep.sandbox.SandboxPart;
import io.upkeep.sandbox.VirtualQueueApi;
import io.upkeep.update.UpdatePipelines;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class TroubleshootTest extends UpdatePipelines {

    @Autowired
    Incidents incidents;

    private Incident incident(String title) {
        return incidents.report(new IncidentReport("test:" + UUID.randomUUID(), "test", title, "test", "", null));
    }

    private Incident now(Incident incident) {
        return incidents.find(incident.id()).orElseThrow();
    }

    private String told(Incident incident, String what) {
        return incidents.timeline(incident.id()).stream()
                .filter(entry -> entry.what().equals(what))
                .map(Incident.Entry::text)
                .findFirst()
                .orElse("");
    }

    private List<String> told(Incident incident) {
        return incidents.timeline(incident.id()).stream()
                .map(Incident.Entry::what)
                .toList();
    }

    private Run troubleshoot(Incident incident, String type, String target) {
        return run(
                "troubleshoot",
                Map.of("type", type, "target", target, "incident", incident.id().toString()));
    }

    @Test
    void a_service_that_stopped_is_found_started_again_and_proven_to_answer() {
        SandboxPart api = SANDBOX.part("queue-api-1");
        api.breakWith(VirtualQueueApi.CRASHED);
        Incident incident = incident("queue-api-1 does not answer");

        succeeded(troubleshoot(incident, "service_failure", "queue-api-1"));

        assertThat(told(incident, "causes").lines().findFirst().orElse(""))
                .startsWith("virtual-queue-api on api-1 is not running (90): it is failed");
        assertThat(told(incident))
                .containsExactly("opened", "troubleshooting", "evidence", "causes", "done", "resolved");
        assertThat(now(incident).state()).isEqualTo(Incident.State.RESOLVED);
        assertThat(now(incident).resolution()).startsWith("the problem is gone");
    }

    @Test
    void a_service_that_cannot_be_started_is_handed_to_a_person_and_its_incident_stays_open() {
        SANDBOX.breakPart("queue-api-2", VirtualQueueApi.STUCK);
        Incident incident = incident("queue-api-2 does not answer");

        Run run = troubleshoot(incident, "service_failure", "queue-api-2");

        assertThat(run.state()).as(run.failure()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(run.failedStep()).isEqualTo("solve-service-failure/remedy[0]");
        assertThat(now(incident).state()).isEqualTo(Incident.State.OPEN);
        assertThat(told(incident, "handed-on")).contains("the address is in use");
    }
}
