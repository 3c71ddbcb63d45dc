package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.upkeep.incident.Incident;
import io.upkeep.incident.Incidents;
import io.upkeep.run.Run;
import io.upkeep.run.StepRecord;
import io.upkeep.sandbox.ConfigurationVersions;
import io.upkeep.sandbox.HostTree;
import io.upkeep.sandbox.Relay;
import io.upkeep.sandbox.SshHost;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What differs from what was deployed, and what could not be looked at, on the sandbox. */
class FindDriftTest extends ConfigurationPipelines {

    private static final String SITES = "etc/nginx/conf.d";
    private static final String POLICY = "etc/nginx/conf.d/50-policy.conf";

    @Autowired
    private Incidents incidents;

    private Run deploySecurity(String version) {
        return run("deploy-security-configuration", Map.of("version", version, "environment", "production"));
    }

    private static HostTree tree(String host) {
        return SANDBOX.hosts().host(host).tree();
    }

    private void deployEverythingAndFindNoDrift() throws IOException {
        deployEverything();
        succeeded(run("find-configuration-drift", Map.of()));
        assertThat(drift())
                .as(
                        "%s%non disk:%napi-1:%n%s%napi-2:%n%s",
                        driftSaid(), listing("api-1", "app/config"), listing("api-2", "app/config"))
                .isEmpty();
    }

    @Test
    void drift_opens_an_incident_and_it_ends_when_hosts_are_as_deployed_again() throws IOException {
        deployEverythingAndFindNoDrift();

        tree("api-2").write("app/config/features.json", "{}");
        tree("web-1").write(SITES + "/by-hand.conf", "server_tokens on;\n");
        SANDBOX.postgres().administer("alter system set work_mem = '9MB'");
        succeeded(run("find-configuration-drift", Map.of()));

        Incident incident = drift().orElseThrow();
        assertThat(incidents.timeline(incident.id()).get(0).text())
                .contains("api-2: [features.json is changed]", "web-1: [by-hand.conf is not in the version]")
                .contains("database: [work_mem is 9MB]", "production 1.0.0", "production-network 1.0.0");

        deployEverythingAndFindNoDrift();
        assertThat(incidents.find(incident.id()).orElseThrow().state()).isEqualTo(Incident.State.RESOLVED);
    }

    @Test
    void a_host_that_is_down_is_told_of_and_the_others_are_compared_all_the_same() throws IOException {
        deployEverythingAndFindNoDrift();
        tree("api-1").write("app/config/features.json", "{}");
        succeeded(run("find-configuration-drift", Map.of()));
        Incident differs = open("configuration-drift").orElseThrow();
        SANDBOX.breakPart("api-2", SshHost.DOWN);

        succeeded(run("find-configuration-drift", Map.of()));

        assertThat(driftSaid())
                .contains("api-1: [features.json is changed]", "api-2: not compared: ssh://127.0.0.1:")
                .containsOnlyOnce("refused the connection")
                .doesNotContain("is missing");
        Incident blind = open("configuration-not-compared").orElseThrow();
        assertThat(incidents.timeline(blind.id()).get(0).text())
                .startsWith("api-2: not compared: ssh://127.0.0.1:")
                .contains("refused the connection; check the address and that sshd runs there");

        tree("api-1").write("app/config/features.json", tree("api-2").read("app/config/features.json"));
        succeeded(run("find-configuration-drift", Map.of()));
        assertThat(driftSaid()).contains("nothing differs", "api-2: not compared: ");
        assertThat(incidents.find(differs.id()).orElseThrow().state())
                .as("nobody knows whether api-2 differs")
                .isNotEqualTo(Incident.State.RESOLVED);

        SANDBOX.healAll();
        deployEverythingAndFindNoDrift();
        assertThat(incidents.find(differs.id()).orElseThrow().state()).isEqualTo(Incident.State.RESOLVED);
        assertThat(incidents.find(blind.id()).orElseThrow().state()).isEqualTo(Incident.State.RESOLVED);
    }

    @Test
    void a_database_that_is_down_keeps_no_host_from_being_compared() throws IOException {
        deployEverythingAndFindNoDrift();
        tree("api-1").write("app/config/features.json", "{}");
        SANDBOX.breakPart("database", Relay.REFUSING);

        succeeded(run("find-configuration-drift", Map.of()));

        assertThat(driftSaid())
                .contains("api-1: [features.json is changed]", "database: not compared: database (postgresql:")
                .contains("does not answer")
                .doesNotContain("GRANT");
        SANDBOX.healAll();
        deployEverythingAndFindNoDrift();
    }

    @Test
    void security_files_that_somebody_changed_or_removed_are_drift_and_others_of_the_host_are_not() throws IOException {
        deployEverything();
        succeeded(deploySecurity(ConfigurationVersions.GOOD));
        succeeded(run("find-configuration-drift", Map.of()));
        assertThat(driftSaid())
                .as("that of the version lies among the sites of web-1, and belongs there")
                .contains("production-security " + ConfigurationVersions.GOOD)
                .doesNotContain("50-policy.conf");

        tree("api-1").write(POLICY, "ssl_protocols TLSv1;\n");
        tree("api-1").write("etc/ssh/sshd_config.d/90-mine.conf", "PermitRootLogin yes\n");
        Files.delete(tree("web-1").path(POLICY));
        succeeded(run("find-configuration-drift", Map.of()));
        assertThat(driftSaid())
                .contains("api-1: [" + POLICY + " is changed]", "web-1: [" + POLICY + " is missing]")
                .doesNotContain("api-2:", "90-mine.conf");
        Incident incident = drift().orElseThrow();

        succeeded(deploySecurity(ConfigurationVersions.GOOD));
        succeeded(run("find-configuration-drift", Map.of()));
        assertThat(driftSaid()).doesNotContain("50-policy.conf");
        assertThat(incidents.find(incident.id()).orElseThrow().state()).isEqualTo(Incident.State.RESOLVED);
    }

    private String driftSaid() throws IOException {
        Run newest = journal.newest("find-configuration-drift", 1).get(0);
        String checkpoint = journal.steps(newest.id()).stream()
                .filter(step -> step.key().path().equals("compare"))
                .map(StepRecord::checkpoint)
                .findFirst()
                .orElseThrow();
        return new ObjectMapper()
                .readTree(checkpoint)
                .path("variables")
                .path("driftText")
                .asText();
    }

    private Optional<Incident> drift() {
        return open("configuration-drift");
    }

    private Optional<Incident> open(String key) {
        return incidents.newest(false, 50).stream()
                .filter(incident -> incident.key().equals(key))
                .findFirst();
    }
}
