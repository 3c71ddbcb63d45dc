package io.upkeep.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.upkeep.incident.Incident;
import io.upkeep.incident.Incidents;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How tests look at the declared probes of {@link HealthEstate}. */
abstract class DeclaredProbesFixture {

    final JdbcClient jdbc = HealthEstate.upkeep().getBean(JdbcClient.class);
    private final Incidents incidents = HealthEstate.upkeep().getBean(Incidents.class);

    static TargetHealth.Probe probe(String target, String name) {
        return HealthEstate.upkeep().getBean(TargetHealth.class).list().stream()
                .filter(report -> report.name().equals(target))
                .flatMap(report -> report.probes().stream())
                .filter(probe -> probe.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no probe " + name + " of " + target));
    }

    static void awaitState(String target, String name, ProbeState state) {
        patiently()
                .untilAsserted(() -> assertThat(probe(target, name).state())
                        .as("%s", probe(target, name))
                        .isEqualTo(state));
    }

    static ConditionFactory patiently() {
        return await().atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions();
    }

    List<Incident> unresolved(String key) {
        return incidents.newest(false, 500).stream()
                .filter(incident -> incident.key().equals(key))
                .toList();
    }

    List<String> events(String subject) {
        return jdbc.sql(
                        "SELECT data->>'before' || '>' || (data->>'state') FROM outbox WHERE subject = :s ORDER BY sequence")
                .param("s", subject)
                .query(String.class)
                .list();
    }
}
