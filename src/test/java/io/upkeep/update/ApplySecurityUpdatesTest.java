package io.upkeep.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.upkeep.pipeline.RunPlan;
import io.upkeep.run.Run;
import io.upkeep.run.RunRequest;
import io.upkeep.sandbox.SshHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApplySecurityUpdatesTest extends UpdatePipelines {

    private static final List<String> HOSTS = List.of("api-1", "api-2", "web-1");
    private static final String BOOT = "proc/sys/kernel/random/boot_id";
    private static final String KERNEL = "linux-image-amd64 6.1.119-1 Debian-Security:12/stable-security reboot\n";

    private final Map<String, String> installed = new TreeMap<>();
    private final Map<String, String> available = new TreeMap<>();

    @BeforeEach
    void remember() {
        HOSTS.forEach(name -> {
            installed.put(name, host(name).read(INSTALLED));
            available.put(name, host(name).read(AVAILABLE));
        });
    }

    @AfterEach
    void restore() {
        HOSTS.forEach(name -> {
            host(name).write(INSTALLED, installed.get(name));
            host(name).write(AVAILABLE, available.get(name));
            host(name).write("var/lib/dpkg/held", "");
            for (String policy : List.of("etc/nginx/conf.d/50-policy.conf", "etc/sysctl.d/50-policy.conf")) {
                host(name).path(policy).toFile().delete();
                SANDBOX.directory()
                        .resolve("security-policies")
                        .resolve(policy)
                        .toFile()
                        .delete();
            }
        });
    }

    /** Packages, balancer and boot of every host: what a rolled back update must leave as it was. */
    private static Map<String, String> state() {
        Map<String, String> state = new TreeMap<>();
        HOSTS.forEach(name -> {
            state.put(name + " packages", host(name).read(INSTALLED));
            state.put(name + " nginx", host(name).fingerprint("etc/nginx").toString());
            state.put(name + " policies", host(name).fingerprint("etc").toString());
        });
        return state;
    }

    private Run update() {
        return run("apply-security-updates", Map.of());
    }

    @Test
    void a_plan_shows_what_would_change_on_each_host_and_changes_nothing() {
        host("api-2").write("var/lib/dpkg/held", "libssl3\n");
        Map<String, String> before = state();

        RunPlan plan = plans.of(new RunRequest("apply-security-updates", Map.of(), "person:eve", null));

        RunPlan.PlannedStep check = plan.steps().get(0);
        assertThat(check.outcome()).isEqualTo("ok");
        assertThat(check.says())
                .contains("api-1: 2 of 3 pending updates (security)")
                .contains("libssl3 3.0.14-1~deb12u2 -> 3.0.15-1~deb12u1 (security)")
                .contains("api-2: 1 of 2 pending updates (security)")
                .contains("libssl3 is held and stays")
                .doesNotContain("curl");
        assertThat(plan.steps().stream().flatMap(step -> step.calls().stream()).map(RunPlan.Call::endpoint))
                .as("what the route asks for, before what that comes to")
                .anyMatch(endpoint -> endpoint.startsWith("kamelet:host-update-action?"));
        RunPlan.PlannedStep upgrade = plan.steps().stream()
                .filter(step -> step.path().endsWith("/upgrade"))
                .findFirst()
                .orElseThrow();
        assertThat(upgrade.calls().get(0).hosts()).containsExactlyElementsOf(HOSTS);
        assertThat(upgrade.calls().get(0).script()).contains("apt-get install");
        assertThat(plan.rollback()).extracting(RunPlan.PlannedStep::path).contains("undo-update/undo-upgrade");
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void security_updates_are_installed_host_after_host_and_held_packages_stay() {
        host("web-1").write("var/lib/dpkg/held", "openssl\n");

        Run run = succeeded(update());

        for (String name : HOSTS) {
            assertThat(host(name).read(INSTALLED))
                    .as(name)
                    .contains("libssl3 3.0.15-1~deb12u1 installed")
                    .contains("curl 7.88.1-10+deb12u7 installed");
            assertThat(host(name).path("var/lib/upkeep/" + run.id())).doesNotExist();
        }
        assertThat(host("web-1").read(INSTALLED)).contains("openssl 3.0.14-1~deb12u2 installed");
        assertThat(host("api-1").read(INSTALLED)).contains("openssl 3.0.15-1~deb12u1 installed");
        assertThat(host("web-1").read("etc/nginx/conf.d/virtual-queue.conf")).doesNotContain("down");
        assertThat(says(run, "update/drain[0]")).isEqualTo("api-1: no requests any more, by web-1");
        assertThat(says(run, "update/undrain[0]")).isEqualTo("api-1: requests again, by web-1");
        assertThat(says(run, "update/drain[2]"))
                .isEqualTo("nothing to change for web-1: no balancer of web-1 has it in an upstream");
        assertThat(says(run, "update/reboot[0]")).isEqualTo("no reboot was required: api-1");
        assertThat(says(run, "document"))
                .startsWith("the record of the update is kept: packages of 3 hosts")
                .endsWith("; upkeep updates show " + run.id());
        assertThat(host("web-1").read("var/log/shims.log")).contains("systemctl reload nginx");
        assertThat(steps(run)).containsSubsequence("update/gate[0]", "update/drain[1]", "update/gate[1]");
        assertThat(record(run))
                .contains("## packages", "### api-1", "updated libssl3: 3.0.14-1~deb12u2 -> 3.0.15-1~deb12u1")
                .contains(
                        "restarted virtual-queue-worker.service",
                        "openssl is held",
                        "image nginx:alpine nginx@sha256:");
    }

    @Test
    void the_second_hosts_update_breaks_its_health_and_both_end_as_they_were() {
        Map<String, String> before = state();
        SANDBOX.breakPart("api-2", SshHost.BAD_UPDATE);

        Run run = rolledBack(update(), "update/gate[1]");

        assertThat(host("api-1").read("var/log/shims.log")).contains("libssl3=3.0.15-1~deb12u1");
        assertThat(state()).isEqualTo(before);
        assertThat(steps(run))
                .containsSubsequence(
                        "undo-update/undo-upgrade[1]",
                        "undo-update/health-after-wave[1]",
                        "undo-update/drain-again[2]",
                        "undo-update/undo-upgrade[2]",
                        "undo-update/verify-put-back")
                .as("web-1 had not had its turn")
                .contains("undo-update/look-at-wave[0]", "undo-update/undo-drain[0]")
                .doesNotContain("undo-update/undo-upgrade[0]");
        HOSTS.forEach(name ->
                assertThat(host(name).path("var/lib/upkeep/" + run.id())).doesNotExist());
    }

    @Test
    void a_package_that_cannot_be_configured_is_put_back() {
        Map<String, String> before = state();
        SANDBOX.breakPart("api-1", SshHost.APT_BROKEN);

        Run run = rolledBack(update(), "update/upgrade[0]");

        assertThat(run.failure()).contains("dpkg returned an error code");
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void without_the_archive_nothing_is_changed() {
        Map<String, String> before = state();
        SANDBOX.breakPart("api-1", SshHost.APT_OFFLINE);

        rolledBack(update(), "update/upgrade[0]");

        assertThat(state()).isEqualTo(before);
    }

    @Test
    void hosts_that_ask_for_it_are_rebooted_one_by_one_and_waited_for() {
        host("api-1").write(AVAILABLE, available.get("api-1") + KERNEL);
        String boot = host("api-1").read(BOOT);
        String other = host("api-2").read(BOOT);

        Run run = succeeded(update());

        assertThat(host("api-1").read(BOOT)).isNotEqualTo(boot);
        assertThat(host("api-2").read(BOOT)).isEqualTo(other);
        assertThat(host("api-1").path("run/reboot-required")).doesNotExist();
        assertThat(record(run)).contains("## reboots", "rebooting");
        assertThat(says(run, "update/reboot[0]")).isEqualTo("rebooted and up: api-1");
    }

    @Test
    void hosts_that_are_put_back_get_no_requests_and_the_next_one_waits_for_their_health() {
        for (String name : List.of("api-1", "api-2")) {
            host(name)
                    .write(
                            AVAILABLE,
                            available
                                            .get(name)
                                            .replace(
                                                    "6.1.112-1 Debian:12.7/stable",
                                                    "6.1.112-1 Debian:12.7/stable reboot")
                                    + KERNEL);
        }
        Map<String, String> before = state();
        SANDBOX.breakPart("web-1", SshHost.APT_BROKEN);
        int reloads = reloads();

        Run run = rolledBack(update(), "update/upgrade[2]");

        assertThat(state()).isEqualTo(before);
        assertThat(steps(run)).containsSubsequence(back(1)).containsSubsequence(back(2));
        assertThat(steps(run).indexOf("undo-update/undo-drain[1]"))
                .isLessThan(steps(run).indexOf("undo-update/drain-again[2]"));
        assertThat(says(run, "undo-update/drain-again[1]")).isEqualTo("api-2: no requests any more, by web-1");
        assertThat(says(run, "undo-update/undo-reboot[1]")).isEqualTo("rebooted and up: api-2");
        assertThat(says(run, "undo-update/health-after-wave[1]")).isEqualTo("both instances are healthy");
        assertThat(says(run, "undo-update/undo-drain[1]")).isEqualTo("api-2: requests again, by web-1");
        assertThat(says(run, "undo-update/drain-again[2]")).isEqualTo("api-1: no requests any more, by web-1");
        assertThat(reloads() - reloads)
                .as("each of two hosts was taken out and back in, twice")
                .isEqualTo(8);
    }

    private static List<String> back(int wave) {
        return Stream.of("drain-again", "undo-upgrade", "undo-reboot", "health-after-wave", "undo-drain")
                .map(step -> "undo-update/%s[%d]".formatted(step, wave))
                .toList();
    }

    private static int reloads() {
        return (int) host("web-1")
                .read("var/log/shims.log")
                .lines()
                .filter(line -> line.endsWith("Z systemctl reload nginx"))
                .count();
    }

    @Test
    void a_host_that_does_not_come_back_stops_the_update_and_asks_for_a_person() {
        host("api-1").write(AVAILABLE, available.get("api-1") + KERNEL);
        SANDBOX.breakPart("api-1", SshHost.NO_RETURN);

        Run run = update();

        assertThat(run.failedStep()).isEqualTo("update/reboot[0]");
        assertThat(run.failure())
                .containsPattern("api-1: rebooted by Upkeep at \\S+Z, not back after 2\\d s: ")
                .contains("refused the connection");
        assertThat(run.state()).isEqualTo(io.upkeep.run.RunState.ROLLBACK_FAILED);
        assertThat(host("api-2").read(INSTALLED)).isEqualTo(installed.get("api-2"));
        SANDBOX.healAll();
        runs.resume(run.id(), "person:eve");
        assertThat(atRest(run).state()).isEqualTo(io.upkeep.run.RunState.ROLLED_BACK);
        assertThat(host("api-1").read(INSTALLED)).isEqualTo(installed.get("api-1"));
    }

    @Test
    void security_policies_are_put_in_place_and_taken_over_by_their_programs() throws IOException {
        policy("etc/nginx/conf.d/50-policy.conf", "ssl_protocols TLSv1.3;\n");
        policy("etc/sysctl.d/50-policy.conf", "kernel.kptr_restrict = 2\n");

        Run run = succeeded(update());

        for (String name : HOSTS) {
            assertThat(host(name).read("etc/nginx/conf.d/50-policy.conf")).isEqualTo("ssl_protocols TLSv1.3;\n");
            assertThat(host(name).path("etc/sysctl.d/50-policy.conf")).exists();
        }
        assertThat(record(run)).contains("## security policies", "policy etc/nginx/conf.d/50-policy.conf");
    }

    @Test
    void a_policy_that_a_program_refuses_is_put_back_with_everything_before_it() throws IOException {
        Map<String, String> before = state();
        policy("etc/nginx/conf.d/50-policy.conf", "ssl_protocols TLSv1.3\n");

        Run run = rolledBack(update(), "update-policies");

        assertThat(run.failure()).contains("is not terminated");
        assertThat(host("web-1").read("var/log/shims.log")).contains("libssl3=3.0.15-1~deb12u1");
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void a_critical_finding_after_the_update_takes_it_back() {
        Map<String, String> before = state();
        String shadow = host("web-1").read("etc/shadow");
        Run asked = runs.request(new RunRequest("apply-security-updates", Map.of(), "person:eve", null));
        await().atMost(Duration.ofMinutes(1)).until(() -> steps(asked).contains("update/drain[0]"));
        host("web-1").write("etc/shadow", shadow + "guest::1::::::\n");

        Run run = rolledBack(atRest(asked), "scan/security-scan");

        host("web-1").write("etc/shadow", shadow);
        assertThat(run.failure()).contains("critical findings", "account guest has an empty password");
        assertThat(jdbc.sql(
                                "SELECT count(*) FROM security_finding WHERE host = 'web-1' AND subject = 'guest' AND state = 'OPEN'")
                        .query(Long.class)
                        .single())
                .isOne();
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void a_weakness_that_was_there_before_is_told_at_once_and_takes_no_update_back() {
        String shadow = host("web-1").read("etc/shadow");
        host("web-1").write("etc/shadow", shadow + "guest::1::::::\n");
        Run run;
        try {
            run = succeeded(update());
        } finally {
            host("web-1").write("etc/shadow", shadow);
        }

        assertThat(says(run, "check")).contains("libssl3 3.0.14-1~deb12u2 -> 3.0.15-1~deb12u1 (security)");
        assertThat(says(run, "look-at-doors"))
                .contains("open before the change", "web-1: account guest has an empty password");
        assertThat(says(run, "scan/security-scan")).contains("account guest has an empty password");
    }

    private static void policy(String name, String text) throws IOException {
        Path file = SANDBOX.directory().resolve("security-policies").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
