package io.upkeep.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.backup.ConfigurationPipelines;
import io.upkeep.incident.Incident;
import io.upkeep.incident.Incidents;
import io.upkeep.pipeline.Plans;
import io.upkeep.pipeline.RunPlan;
import io.upkeep.run.Run;
import io.upkeep.run.RunRequest;
import io.upkeep.run.RunState;
import io.upkeep.sandbox.SshHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The pipeline as it is shipped, on the sandbox's hosts. */
class ManageLogsTest extends ConfigurationPipelines {

    private static final String PLACE_OF_LOGS = "var/log/virtual-queue";
    private static final List<String> HOSTS = List.of("api-1", "api-2", "staging-1", "web-1");

    @Autowired
    private Plans plans;

    @Autowired
    private LogReports reports;

    @Autowired
    private Incidents incidents;

    @BeforeEach
    void a_month_of_logs() {
        HOSTS.forEach(host -> sh(
                host,
                "rm -rf ./* ; for d in 0 3 9 20; do seq 1 500 > \"app $d.log\"; touch -d \"$d days ago\" \"app $d.log\"; done;"
                        + " for d in 31 45; do seq 1 500 | gzip > app.log.$d.gz; touch -d \"$d days ago\" app.log.$d.gz; done;"
                        + " : > empty.log; touch -d '2 days ago' empty.log"));
    }

    private static String sh(String host, String command) {
        Path logs = SANDBOX.hosts().host(host).tree().path(PLACE_OF_LOGS);
        return shell(logs, command);
    }

    private static String everything() {
        StringBuilder all = new StringBuilder();
        HOSTS.forEach(host -> all.append(listing(host, PLACE_OF_LOGS)));
        return all.toString();
    }

    @Test
    void logs_are_rotated_compressed_and_deleted_and_what_was_freed_is_reported_by_host() {
        Run run = succeeded(run("manage-logs", Map.of()));

        for (String host : HOSTS) {
            assertThat(sh(host, "ls -A")).as(host).isEqualTo("""
                    app 0.log
                    app 0.log.1
                    app 20.log
                    app 20.log.1.gz
                    app 3.log
                    app 3.log.1
                    app 9.log
                    app 9.log.1.gz
                    """);
        }
        List<LogReport> report = reports.newest(1);
        assertThat(report).extracting(LogReport::host).containsExactlyElementsOf(HOSTS);
        assertThat(report).allSatisfy(host -> {
            assertThat(host.run()).isEqualTo(run.id());
            assertThat(host.rotated()).isEqualTo(4);
            assertThat(host.compressed()).isEqualTo(2);
            assertThat(host.compressedBytes()).isPositive();
            assertThat(host.removed()).isEqualTo(2);
            assertThat(host.removedBytes()).isPositive();
            assertThat(host.emptied()).isEqualTo(1);
        });
    }

    @Test
    void a_plan_shows_what_would_go_and_changes_nothing() {
        String before = everything();

        RunPlan plan = plans.of(new RunRequest("manage-logs", Map.of(), "test", null));

        assertThat(plan.toString())
                .contains("api-1: of 7 files compress 2 (", "delete 2 (", "1 empty", "app.log.45.gz", "app 20.log");
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void too_much_on_one_host_is_refused_before_anything_is_touched_on_any() {
        sh(
                "web-1",
                "for n in $(seq 1 40); do echo x | gzip > many.log.$n.gz; touch -d '60 days ago' many.log.$n.gz; done");
        String before = everything();

        Run run = run("manage-logs", Map.of());

        assertThat(run.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(run.failedStep()).isEqualTo("look");
        assertThat(run.failure()).contains("web-1: 43 of 47 files would be deleted at once");
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void a_host_that_is_down_is_left_out_and_told_of_and_the_logs_of_the_others_are_managed() {
        SANDBOX.hosts().host("api-2").breakWith(SshHost.DOWN);
        String before = listing("api-2", PLACE_OF_LOGS);

        succeeded(run("manage-logs", Map.of()));

        assertThat(sh("web-1", "ls -A")).contains("app 20.log.1.gz").doesNotContain("app.log.31.gz");
        assertThat(listing("api-2", PLACE_OF_LOGS)).isEqualTo(before);
        assertThat(reports.newest(1)).extracting(LogReport::host).containsExactly("api-1", "staging-1", "web-1");
        Incident told = notManaged().orElseThrow();
        assertThat(incidents.timeline(told.id()).get(0).text())
                .startsWith("api-2: left out: ssh://127.0.0.1:")
                .contains("refused the connection; check the address and that sshd runs there");

        SANDBOX.healAll();
        succeeded(run("manage-logs", Map.of()));
        assertThat(sh("api-2", "ls -A")).contains("app 20.log.1.gz").doesNotContain("app.log.31.gz");
        assertThat(notManaged()).isEmpty();
    }

    private Optional<Incident> notManaged() {
        return incidents.newest(false, 50).stream()
                .filter(incident -> incident.key().equals("logs-not-managed"))
                .findFirst();
    }

    @Test
    void a_full_disk_on_one_host_ends_the_run_before_anything_is_deleted() {
        SANDBOX.hosts().host("api-2").breakWith(SshHost.DISK_FULL);

        Run run = run("manage-logs", Map.of());

        assertThat(run.state()).as(run.failure()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(run.failedStep()).isEqualTo("compress");
        assertThat(run.failure()).contains("api-2");
        for (String host : HOSTS) {
            assertThat(sh(host, "ls -A"))
                    .as(host)
                    .contains("app.log.31.gz", "app.log.45.gz", "empty.log")
                    .doesNotContain(".upkeep");
        }
        assertThat(sh("api-2", "gzip -t *.gz && cat 'app 20.log.1' | wc -l")).isEqualTo("500\n");
        SANDBOX.healAll();
        succeeded(run("manage-logs", Map.of()));
        assertThat(sh("api-2", "gzip -t *.gz && ls -A"))
                .contains("app 20.log.1.gz")
                .doesNotContain("app.log.31.gz");
    }
}
