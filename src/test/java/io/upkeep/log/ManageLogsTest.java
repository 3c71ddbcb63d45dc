package io.upkeep.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

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
import java.util.UUID;
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
                "for n in $(seq 1 38); do echo x | gzip > many.log.$n.gz; touch -d '60 days ago' many.log.$n.gz; done;"
                        + " mkdir 'a b'; for n in old older; do echo x > \"a b/$n.log.gz\"; touch -d '60 days ago' \"a b/$n.log.gz\"; done");
        String before = everything();

        Run run = run("manage-logs", Map.of());

        assertThat(run.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(run.failedStep()).isEqualTo("look");
        assertThat(run.failure())
                .contains(
                        "web-1: 43 of 47 files would be deleted at once",
                        "percent: app.log.31.gz, app.log.45.gz, empty.log and 38 more in /var/log/virtual-queue; old.log.gz,"
                                + " older.log.gz in /var/log/virtual-queue/a b; look at the host's clock");
        assertThat(plans.of(new RunRequest("manage-logs", Map.of(), "test", null))
                        .steps()
                        .get(0)
                        .outcome())
                .contains("app.log.31.gz, app.log.45.gz, empty.log and 38 more in /var/log/virtual-queue");
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void a_host_that_is_down_is_left_out_and_told_of_and_the_logs_of_the_others_are_managed() {
        SANDBOX.hosts().host("api-2").breakWith(SshHost.DOWN);
        String before = listing("api-2", PLACE_OF_LOGS);

        succeeded(run("manage-logs", Map.of()));

        assertThat(sh("web-1", "ls -A")).contains("app 20.log.1.gz").doesNotContain("app.log.31.gz");
        assertThat(listing("api-2", PLACE_OF_LOGS)).isEqualTo(before);
        List<LogReport> report = reports.newest(1);
        assertThat(report).extracting(LogReport::host).containsExactlyElementsOf(HOSTS);
        assertThat(report).allSatisfy(host -> {
            if (host.host().equals("api-2")) {
                assertThat(host.leftOut()).startsWith("ssh://127.0.0.1:").contains("refused the connection; check");
                assertThat(host.notes()).isEmpty();
            } else {
                assertThat(host.leftOut()).isNull();
            }
        });
        assertThat(told())
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
    void a_full_disk_on_one_host_keeps_nobody_from_its_work_and_the_full_one_deletes() {
        sh("api-2", "cp 'app 3.log' 'app 3.log.1'");
        SANDBOX.hosts().host("api-2").breakWith(SshHost.DISK_FULL);

        succeeded(run("manage-logs", Map.of()));

        List<LogReport> report = reports.newest(1);
        assertThat(report).extracting(LogReport::host).containsExactlyElementsOf(HOSTS);
        assertThat(report).allSatisfy(host -> {
            assertThat(host.removed()).isEqualTo(2);
            assertThat(host.emptied()).isEqualTo(1);
            assertThat(host.rotated()).isEqualTo(host.host().equals("api-2") ? 2 : 4);
            assertThat(host.compressed()).isEqualTo(host.host().equals("api-2") ? 0 : 2);
            if (host.host().equals("api-2")) {
                assertThat(host.notes()).contains("rotate failed: exit 1, ", "compress failed: exit 1, ");
            }
        });
        assertThat(sh("api-2", "ls -A && wc -l < 'app 20.log.1'"))
                .contains("app 9.log\n", "\n500\n")
                .doesNotContain(".gz", ".upkeep");
        assertThat(sh("web-1", "ls -A")).contains("app 20.log.1.gz").doesNotContain("app.log.31.gz");
        assertThat(told())
                .contains("api-2: rotate failed: exit 1, ", "api-2: compress failed: exit 1, ")
                .doesNotContain("web-1", "remove failed");

        SANDBOX.healAll();
        succeeded(run("manage-logs", Map.of()));
        assertThat(sh("api-2", "gzip -t *.gz && ls -A")).contains("app 20.log.1.gz", "app 3.log.2.gz");
        assertThat(notManaged()).isEmpty();
    }

    @Test
    void what_other_hosts_deleted_is_in_the_record_where_one_refuses_at_the_last_moment() {
        // rotation takes the oldest away: what is due is more than half of the rest
        sh(
                "staging-1",
                "for n in $(seq 10); do for end in '' .7 .7.gz; do echo x > \"old $n.log$end\"; done; done;"
                        + " for n in $(seq 28); do echo x > due.log.$n.gz; touch -d '60 days ago' due.log.$n.gz; done");

        succeeded(run("manage-logs", Map.of()));

        assertThat(sh("staging-1", "ls -A")).contains("due.log.1.gz", "empty.log");
        assertThat(reports.newest(1))
                .extracting(LogReport::host, LogReport::removed)
                .containsExactly(tuple("api-1", 2L), tuple("api-2", 2L), tuple("staging-1", 0L), tuple("web-1", 2L));
        assertThat(told()).startsWith("staging-1: remove failed: ").contains("files would be deleted at once");
    }

    private String told() {
        List<Incident.Entry> timeline =
                incidents.timeline(notManaged().orElseThrow().id());
        return timeline.get(timeline.size() - 1).text();
    }

    @Test
    void what_a_host_had_deleted_when_it_was_killed_is_the_least_that_it_did() {
        String run = UUID.randomUUID().toString();
        Map<String, Object> killed = Map.of(
                "failure", "EXIT", "what", "exit 137", "next", "look", "stdout", "@@removed 1 30\n@@removed 12 340\n");
        Map<String, Object> whole = Map.of("exit", 0, "stdout", "@@removed 2 7\n@@emptied 1 0\n@@end\n");

        String said = reports.note(run, "remove", Map.of("api-1", killed, "api-2", whole));

        assertThat(said)
                .contains("api-1: at least 12 deleted, 340 bytes freed, and 0 empty ones\n")
                .contains(
                        "api-2: 2 deleted, 7 bytes freed, and 1 empty ones\n", "api-1: remove failed: exit 137; look");
        assertThat(reports.newest(1))
                .extracting(LogReport::host, LogReport::removed, LogReport::atLeast)
                .containsExactly(tuple("api-1", 12L, true), tuple("api-2", 2L, false));
    }

    @Test
    void a_host_that_was_gone_after_the_look_is_in_the_record_with_why_and_keeps_what_it_did_before() {
        String run = UUID.randomUUID().toString();
        Map<String, Object> gone = Map.of(
                "failure", "CONNECT", "what", "api-1 did not answer", "next", "look whether it is up", "stdout", "");

        reports.note(run, "rotate", Map.of("api-1", Map.of("exit", 0, "stdout", "@@rotated 3 90 40\n@@end\n")));
        reports.note(run, "compress", Map.of("api-1", gone));

        assertThat(reports.newest(1))
                .extracting(LogReport::host, LogReport::rotated, LogReport::notes, LogReport::atLeast)
                .containsExactly(
                        tuple("api-1", 3L, "compress failed: api-1 did not answer; look whether it is up", false));

        String other = UUID.randomUUID().toString();
        reports.note(other, "rotate", Map.of("api-2", gone));

        assertThat(reports.newest(2))
                .filteredOn(report -> report.run().toString().equals(other))
                .extracting(LogReport::host, LogReport::rotated, LogReport::leftOut)
                .containsExactly(tuple("api-2", 0L, null));
    }
}
