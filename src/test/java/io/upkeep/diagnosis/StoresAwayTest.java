package io.upkeep.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.incident.Incident;
import io.upkeep.incident.IncidentReport;
import io.upkeep.incident.Incidents;
import io.upkeep.sandbox.Relay;
import io.upkeep.update.UpdatePipelines;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What is told of a database that nobody reaches. */
class StoresAwayTest extends UpdatePipelines {

    @Autowired
    private Incidents incidents;

    @Test
    void a_database_that_is_down_is_told_with_where_it_was_looked_for_not_with_a_librarys_words() {
        SANDBOX.breakPart("database", Relay.REFUSING);

        assertThat(whyNotSolved("database"))
                .contains("database does not answer", "Connection to 127.0.0.1:", "refused")
                .doesNotContain("Failed to obtain JDBC Connection");
    }

    @Test
    void a_cache_that_hangs_is_told_without_the_names_of_classes() {
        SANDBOX.breakPart("redis", Relay.HANGING);

        assertThat(whyNotSolved("cache"))
                .contains("cache does not answer", "timed out")
                .doesNotContain("java.", "Exception");
    }

    private String whyNotSolved(String target) {
        Incident incident = incidents.report(new IncidentReport(
                "person:" + UUID.randomUUID(), "person", target + " does not answer", "test", "", null));
        return run(
                        "troubleshoot",
                        Map.of(
                                "type",
                                "service_failure",
                                "run",
                                "",
                                "target",
                                target,
                                "incident",
                                incident.id().toString()))
                .failure();
    }
}
