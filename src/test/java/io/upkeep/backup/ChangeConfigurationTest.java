package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upkeep.approval.ApprovalDesk;
import io.upkeep.approval.ApprovalRequest;
import io.upkeep.pipeline.InvalidRequest;
import io.upkeep.pipeline.LockDesk;
import io.upkeep.run.Run;
import io.upkeep.run.RunRequest;
import io.upkeep.run.RunState;
import io.upkeep.sandbox.ConfigurationVersions;
import io.upkeep.sandbox.HostTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/** Network and database configuration, and changes with people's yes, on the sandbox. */
class ChangeConfigurationTest extends ConfigurationPipelines {

    @Autowired
    private JdbcClient jdbc;

    private static final String SITES = "etc/nginx/conf.d";

    @Autowired
    private ApprovalDesk desk;

    @Autowired
    private LockDesk locks;

    private Run deploy(String type, String version) {
        return run("deploy-" + type + "-configuration", Map.of("version", version, "environment", "production"));
    }

    private static String sites() {
        return listing("web-1", SITES);
    }

    private static String setting(String name) {
        return SANDBOX.postgres().setting(name);
    }

    @Test
    void sites_are_checked_by_nginx_before_it_takes_them_over_and_put_back_otherwise() {
        succeeded(deploy("network", ConfigurationVersions.GOOD));
        assertThat(tree("web-1").read(SITES + "/virtual-queue.conf")).contains("proxy_read_timeout 20s;");
        String before = sites();
        String log = tree("web-1").read("var/log/shims.log");

        Run broken = deploy("network", ConfigurationVersions.WRONG_DATABASE);

        assertThat(broken.state()).as(broken.failure()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(broken.failedStep()).isEqualTo("deploy");
        assertThat(broken.failure()).contains("is not terminated by");
        assertThat(sites()).isEqualTo(before);
        assertThat(tree("web-1").read("var/log/shims.log").substring(log.length()))
                .as("reloaded only when the old sites were back")
                .containsOnlyOnce("Z systemctl reload nginx");
    }

    @Test
    void settings_of_the_database_are_applied_verified_and_put_back_when_the_server_refuses_one() {
        succeeded(deploy("database", ConfigurationVersions.GOOD));
        assertThat(setting("work_mem")).isEqualTo("6MB");
        assertThat(setting("log_min_duration_statement")).isEqualTo("750ms");

        Run refused = deploy("database", ConfigurationVersions.WRONG_DATABASE);

        assertThat(refused.state()).as(refused.failure()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(refused.failedStep()).isEqualTo("deploy");
        assertThat(refused.failure()).contains("work_mem");
        assertThat(setting("work_mem")).isEqualTo("6MB");
        assertThat(setting("log_min_duration_statement")).isEqualTo("750ms");
        assertThat(deploy("database", ConfigurationVersions.NOT_JSON).failure()).contains("archive_command", "by hand");
    }

    @Test
    void an_older_version_takes_away_what_only_the_newer_one_had_and_a_failure_brings_it_back() throws IOException {
        String more = SITES + "/60-headers.conf";
        succeeded(deploy("database", ConfigurationVersions.GOOD));
        succeeded(deploy("security", ConfigurationVersions.GOOD));
        assertThat(setting("log_temp_files")).isEqualTo("8MB");
        assertThat(tree("api-2").read(more)).isEqualTo("server_tokens off;\n");

        assertThat(deploy("database", ConfigurationVersions.WRONG_DATABASE).state())
                .isEqualTo(RunState.ROLLED_BACK);
        assertThat(deploy("security", ConfigurationVersions.WRONG_DATABASE).state())
                .isEqualTo(RunState.ROLLED_BACK);
        assertThat(setting("log_temp_files")).isEqualTo("8MB");
        assertThat(tree("api-2").read(more)).isEqualTo("server_tokens off;\n");

        succeeded(deploy("database", ConfigurationVersions.DEPLOYED));
        succeeded(deploy("security", ConfigurationVersions.DEPLOYED));
        assertThat(setting("log_temp_files")).isEqualTo("-1");
        assertThat(tree("api-2").path(more)).doesNotExist();
        assertThat(tree("web-1").path(more)).doesNotExist();
    }

    private static HostTree tree(String host) {
        return SANDBOX.hosts().host(host).tree();
    }

    @Test
    void security_files_are_taken_over_on_every_host_or_put_back_when_a_program_refuses_one() {
        String before = listing("api-1", SITES) + listing("web-1", SITES);
        Run refused = deploy("security", ConfigurationVersions.WRONG_DATABASE);

        assertThat(refused.state()).as(refused.failure()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(refused.failure()).contains("is not terminated by");
        assertThat(contents(listing("api-1", SITES) + listing("web-1", SITES))).isEqualTo(contents(before));

        Run good = succeeded(deploy("security", ConfigurationVersions.GOOD));
        for (String host : List.of("api-1", "api-2", "web-1")) {
            assertThat(tree(host).read(SITES + "/50-policy.conf")).isEqualTo("ssl_protocols TLSv1.3;\n");
            assertThat(tree(host).path(SITES + "/50-policy.conf").toFile().delete())
                    .isTrue();
            for (Run ended : List.of(refused, good)) {
                assertThat(tree(host).path("var/lib/upkeep/" + ended.id()))
                        .as("what a run kept on %s goes when it is proved that nobody needs it", host)
                        .doesNotExist();
            }
        }
    }

    private static List<String> contents(String listing) {
        return listing.lines().filter(line -> line.matches("[0-9a-f]{64} .*")).toList();
    }

    private Run change(String version) {
        return change("network", version);
    }

    private Run change(String type, String version) {
        return runs.request(new RunRequest(
                "change-configuration",
                Map.of("version", version, "reason", "longer answers", "type", type),
                "person:eve",
                null));
    }

    private ApprovalRequest asked(Run parent) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(
                        () -> desk.waiting().stream()
                                .filter(request -> parent.id()
                                        .equals(journal.find(request.run())
                                                .orElseThrow()
                                                .parent()))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void a_change_goes_to_staging_is_approved_with_its_difference_in_hand_and_then_goes_to_production() {
        succeeded(deploy("network", ConfigurationVersions.DEPLOYED));
        Run change = change(ConfigurationVersions.GOOD);
        ApprovalRequest request = asked(change);

        assertThat(request.plan().parameters().get("difference"))
                .contains("reason: longer answers", "in production now: 1.0.0")
                .contains("-        proxy_read_timeout 15s;", "+        proxy_read_timeout 20s;");
        assertThat(journal.newest("deploy-network-configuration", 1))
                .allSatisfy(run -> assertThat(run.parameters()).containsEntry("environment", "staging"));
        desk.approve(request.run(), "ada", request.plan().hash(), "fine");
        desk.approve(request.run(), "bob", request.plan().hash(), "fine");

        succeeded(atRest(change));
        assertThat(journal.newest("deploy-network-configuration", 1)).allSatisfy(run -> {
            assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(run.parameters())
                    .containsEntry("environment", "production")
                    .containsEntry("version", "1.1.0");
        });
    }

    @Test
    void a_no_ends_a_change_with_its_reason_and_staging_goes_back() {
        succeeded(deploy("network", ConfigurationVersions.DEPLOYED));
        succeeded(run(
                "deploy-network-configuration",
                Map.of("version", ConfigurationVersions.DEPLOYED, "environment", "staging")));
        String before = tree("staging-1").read(SITES + "/virtual-queue.conf");
        Run change = change(ConfigurationVersions.GOOD);
        ApprovalRequest request = asked(change);
        assertThat(tree("staging-1").read(SITES + "/virtual-queue.conf")).isNotEqualTo(before);

        desk.reject(request.run(), "bob", "not before the holidays");

        Run ended = atRest(change);
        assertThat(ended.state()).as(ended.failure()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(ended.failedStep()).isEqualTo("approve");
        assertThat(ended.failure()).contains("not before the holidays");
        assertThat(tree("staging-1").read(SITES + "/virtual-queue.conf"))
                .as("staging has its version back")
                .isEqualTo(before);
    }

    @Test
    void what_is_changed_between_the_yes_and_the_deployment_does_not_stay_in_production() throws IOException {
        succeeded(deploy("network", ConfigurationVersions.DEPLOYED));
        String before = tree("web-1").read(SITES + "/virtual-queue.conf");
        Path versions = PLACE.resolve("configurations");
        FileSystemUtils.copyRecursively(versions.resolve(ConfigurationVersions.GOOD), versions.resolve("late"));
        Run change = change("late");
        ApprovalRequest request = asked(change);
        locks.take("web-1", "carol", "looks at it");
        desk.approve(request.run(), "ada", request.plan().hash(), "fine");
        desk.approve(request.run(), "bob", request.plan().hash(), "fine");
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> journal.newest("deploy-network-configuration", 1).stream()
                        .allMatch(run -> run.parameters().get("environment").equals("production")
                                && run.state() == RunState.WAITING));

        Path site = versions.resolve("late/production-network/virtual-queue.conf");
        Files.writeString(site, Files.readString(site).replace("proxy_read_timeout 20s", "proxy_read_timeout 999s"));
        locks.release("web-1", "carol");

        Run ended = atRest(change);
        assertThat(ended.state()).as(ended.failure()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(ended.failedStep()).isEqualTo("check-deployed");
        assertThat(ended.failure()).contains("'late' is not what was tested and approved any more");
        assertThat(tree("web-1").read(SITES + "/virtual-queue.conf"))
                .as("production has its version back")
                .isEqualTo(before);
    }

    @Test
    void staging_that_had_no_version_to_go_back_to_is_told_of() {
        // another test in this database may have brought one there
        jdbc.sql("""
                UPDATE run SET state = 'CANCELLED'
                WHERE pipeline = 'deploy-security-configuration' AND parameters->>'environment' = 'staging'
                """).update();
        succeeded(deploy("security", ConfigurationVersions.DEPLOYED));
        Run change = change("security", ConfigurationVersions.GOOD);

        desk.reject(asked(change).run(), "bob", "not before the holidays");

        assertThat(atRest(change).state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(says(change, "undo-deploy-to-staging"))
                .startsWith("staging had no version of its security configuration to go back to; where "
                        + ConfigurationVersions.GOOD + " is not to stay there");
    }

    @Test
    void a_version_that_there_is_not_is_refused_at_once_however_long_another_change_waits_for_people() {
        succeeded(deploy("network", ConfigurationVersions.DEPLOYED));
        Run waits = change(ConfigurationVersions.GOOD);
        ApprovalRequest request = asked(waits);

        assertThatThrownBy(() -> change("1.0.1"))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageStartingWith(
                        "input 'version': there is no version '1.0.1' of the configuration; there are, ")
                .hasMessageContaining(ConfigurationVersions.GOOD)
                .hasMessageContaining("write for example version=")
                .hasMessageEndingWith("upkeep configuration versions")
                .hasMessageNotContaining(SANDBOX.configurations().directory().toString())
                .hasMessageNotContainingAny("[", "]");

        desk.reject(request.run(), "bob", "the test ends");
        assertThat(atRest(waits).state()).isEqualTo(RunState.ROLLED_BACK);
    }

    @Test
    void a_change_that_is_broken_never_reaches_people() {
        succeeded(deploy("network", ConfigurationVersions.DEPLOYED));

        Run change = atRest(change(ConfigurationVersions.WRONG_DATABASE));

        assertThat(change.state()).as(change.failure()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(change.failedStep()).startsWith("deploy-to-staging");
        assertThat(tree("web-1").read(SITES + "/virtual-queue.conf")).containsPattern("proxy_read_timeout (15|20)s;");
        assertThat(List.copyOf(desk.waiting()))
                .noneMatch(request -> request.requestedBy().equals("run:" + change.id()));
    }
}
