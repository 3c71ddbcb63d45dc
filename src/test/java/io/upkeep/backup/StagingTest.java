package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.upkeep.approval.ApprovalDesk;
import io.upkeep.approval.ApprovalRequest;
import io.upkeep.incident.Incident;
import io.upkeep.incident.Incidents;
import io.upkeep.pipeline.LockDesk;
import io.upkeep.pipeline.Plans;
import io.upkeep.pipeline.RunPlan;
import io.upkeep.run.Run;
import io.upkeep.run.RunRequest;
import io.upkeep.run.RunState;
import io.upkeep.sandbox.ConfigurationVersions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What is tested on staging is tested there, and production has nothing of it before people agree. */
class StagingTest extends ConfigurationPipelines {

    private static final String SITES = "etc/nginx/conf.d";

    @Autowired
    private ApprovalDesk desk;

    @Autowired
    private LockDesk locks;

    @Autowired
    private Incidents incidents;

    @Autowired
    private Plans plans;

    @BeforeEach
    void everywhereTheFirstVersion() {
        succeeded(deploy("configuration", ConfigurationVersions.DEPLOYED, "production"));
        succeeded(deploy("configuration", ConfigurationVersions.DEPLOYED, "staging"));
    }

    private Run deploy(String what, String version, String environment) {
        return run("deploy-" + what, Map.of("version", version, "environment", environment));
    }

    private static String production() {
        return listing("api-1", "app/config") + listing("api-2", "app/config");
    }

    private static String version(String host) {
        return SANDBOX.hosts().host(host).tree().read("app/config/VERSION").strip();
    }

    private Run change(String version) {
        return runs.request(new RunRequest(
                "change-configuration", Map.of("version", version, "reason", "longer queues"), "person:eve", null));
    }

    private Optional<ApprovalRequest> asked(Run change) {
        return desk.waiting().stream()
                .filter(request -> change.id()
                        .equals(journal.find(request.run()).orElseThrow().parent()))
                .findFirst();
    }

    @Test
    void a_change_is_tested_on_the_staging_host_only_and_comes_to_production_when_people_agree() {
        String before = production();
        Run change = change(ConfigurationVersions.GOOD);
        ApprovalRequest request = await().atMost(Duration.ofMinutes(1))
                .until(() -> asked(change), Optional::isPresent)
                .orElseThrow();

        assertThat(version("staging-1")).isEqualTo("1.1.0");
        assertThat(SANDBOX.hosts().host("staging-1").tree().read("app/config/logging.json"))
                .as("its own files, not those of production")
                .contains("Debug");
        assertThat(production()).isEqualTo(before);

        desk.approve(request.run(), "ada", request.plan().hash(), "fine");
        desk.approve(request.run(), "bob", request.plan().hash(), "fine");

        succeeded(atRest(change));
        assertThat(List.of(version("api-1"), version("api-2"))).containsOnly("1.1.0");
    }

    @Test
    void the_plan_of_a_change_shows_only_what_its_type_asks_for() {
        RunPlan plan = plans.of(new RunRequest(
                "change-configuration",
                Map.of("version", ConfigurationVersions.GOOD, "reason", "longer queues", "type", "network"),
                "person:eve",
                null));

        assertThat(plan.steps())
                .extracting(step -> step.path())
                .contains("deploy-to-staging/bring-network", "deploy-to-production/bring-network")
                .noneMatch(path -> path.endsWith("bring-application") || path.endsWith("bring-database"));
    }

    @Test
    void a_version_that_fails_its_test_on_staging_never_touches_production_and_staging_goes_back() {
        String before = production();
        String staging = listing("staging-1", "app/config");

        Run change = atRest(change(ConfigurationVersions.WRONG_DATABASE));

        assertThat(change.state()).as(change.failure()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(change.failedStep()).startsWith("deploy-to-staging");
        Run tested = journal.newest("deploy-configuration", 20).stream()
                .filter(run -> change.id().equals(run.parent())
                        && run.parameters().get("version").equals(ConfigurationVersions.WRONG_DATABASE))
                .findFirst()
                .orElseThrow();
        assertThat(tested.failedStep()).as(tested.failure()).isEqualTo("deploy");
        assertThat(production()).isEqualTo(before);
        assertThat(contents(listing("staging-1", "app/config"))).isEqualTo(contents(staging));
        assertThat(asked(change)).isEmpty();
    }

    private static List<String> contents(String listing) {
        return listing.lines().filter(line -> line.matches("[0-9a-f]{64} .*")).toList();
    }

    @Test
    void staging_does_not_wait_for_the_locks_of_production() {
        locks.take("api-1", "ada", "looking at its disk");
        try {
            succeeded(deploy("configuration", ConfigurationVersions.GOOD, "staging"));
            Run waits = runs.request(new RunRequest(
                    "deploy-configuration",
                    Map.of("version", ConfigurationVersions.DEPLOYED, "environment", "production"),
                    "test",
                    null));
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> journal.find(waits.id()).orElseThrow().state() == RunState.WAITING);
            assertThat(journal.find(waits.id()).orElseThrow().reason()).contains("api-1");
            locks.release("api-1", "ada");
            succeeded(atRest(waits));
        } finally {
            if (locks.all().stream().anyMatch(lock -> lock.name().equals("api-1"))) {
                locks.release("api-1", "ada");
            }
        }
    }

    @Test
    void users_notice_nothing_of_what_is_done_to_staging_and_two_runs_do_not_change_it_at_once() {
        assertThat(plan("staging").impact()).isEqualTo("NO-IMPACT");
        assertThat(plan("staging").locks()).containsExactly("staging-1");
        assertThat(plan("production").impact()).isEqualTo("REDUCED-REDUNDANCY");
        locks.take("staging-1", "ada", "looking at its disk");
        Run waits;
        try {
            waits = runs.request(new RunRequest(
                    "deploy-configuration",
                    Map.of("version", ConfigurationVersions.GOOD, "environment", "staging"),
                    "test",
                    null));
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> journal.find(waits.id()).orElseThrow().state() == RunState.WAITING);
            assertThat(journal.find(waits.id()).orElseThrow().reason()).contains("staging-1 is locked by person:ada");
            assertThat(version("staging-1")).isEqualTo(ConfigurationVersions.DEPLOYED);
        } finally {
            locks.release("staging-1", "ada");
        }
        succeeded(atRest(waits));
    }

    private RunPlan plan(String environment) {
        return plans.of(new RunRequest(
                "deploy-configuration",
                Map.of("version", ConfigurationVersions.GOOD, "environment", environment),
                "person:eve",
                null));
    }

    @Test
    void sites_policies_and_settings_of_staging_are_those_of_its_own_host_and_server() {
        succeeded(deploy("network-configuration", ConfigurationVersions.DEPLOYED, "production"));
        succeeded(deploy("database-configuration", ConfigurationVersions.DEPLOYED, "production"));
        String sites = listing("web-1", SITES);

        succeeded(deploy("network-configuration", ConfigurationVersions.GOOD, "staging"));
        succeeded(deploy("database-configuration", ConfigurationVersions.GOOD, "staging"));
        succeeded(deploy("security-configuration", ConfigurationVersions.GOOD, "staging"));

        assertThat(SANDBOX.hosts().host("staging-1").tree().read(SITES + "/virtual-queue.conf"))
                .contains("proxy_read_timeout 20s;");
        assertThat(SANDBOX.hosts()
                        .host("staging-1")
                        .tree()
                        .path(SITES + "/50-policy.conf")
                        .toFile()
                        .delete())
                .isTrue();
        assertThat(listing("web-1", SITES)).isEqualTo(sites);
        assertThat(SANDBOX.hosts().host("api-1").tree().path(SITES + "/50-policy.conf"))
                .doesNotExist();
        assertThat(SANDBOX.stagingPostgres().setting("work_mem")).isEqualTo("6MB");
        assertThat(SANDBOX.postgres().setting("work_mem")).isEqualTo("5MB");

        Run refused = deploy("database-configuration", ConfigurationVersions.WRONG_DATABASE, "staging");
        assertThat(refused.state()).as(refused.failure()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(SANDBOX.stagingPostgres().setting("work_mem")).isEqualTo("6MB");
    }

    @Test
    void drift_is_judged_by_what_was_deployed_to_the_environment_of_the_host() {
        deployEverything();
        succeeded(deploy("security-configuration", ConfigurationVersions.GOOD, "staging"));
        succeeded(deploy("configuration", ConfigurationVersions.GOOD, "staging"));
        succeeded(run("find-configuration-drift", Map.of()));
        assertThat(drift()).as("two versions in two places are no drift").isEmpty();

        SANDBOX.hosts().host("staging-1").tree().write("app/config/features.json", "{}");
        SANDBOX.stagingPostgres().administer("alter system set work_mem = '9MB'");
        succeeded(run("find-configuration-drift", Map.of()));

        assertThat(incidents.timeline(drift().orElseThrow().id()).get(0).text())
                .contains("staging 1.1.0", "production 1.0.0", "staging-1: [features.json is changed]")
                .contains("database-staging: [work_mem is 9MB]")
                .doesNotContain("api-1", "api-2");

        succeeded(deploy("configuration", ConfigurationVersions.DEPLOYED, "staging"));
        succeeded(deploy("database-configuration", ConfigurationVersions.DEPLOYED, "staging"));
        succeeded(run("find-configuration-drift", Map.of()));
        assertThat(drift()).isEmpty();
    }

    private Optional<Incident> drift() {
        return incidents.newest(false, 50).stream()
                .filter(incident -> incident.key().equals("configuration-drift"))
                .findFirst();
    }
}
