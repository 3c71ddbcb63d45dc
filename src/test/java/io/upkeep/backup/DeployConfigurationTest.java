package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.upkeep.pipeline.InvalidRequest;
import io.upkeep.pipeline.Plans;
import io.upkeep.pipeline.RunPlan;
import io.upkeep.run.LogEntry;
import io.upkeep.run.Run;
import io.upkeep.run.RunLog;
import io.upkeep.run.RunLog.Choice;
import io.upkeep.run.RunRequest;
import io.upkeep.run.RunState;
import io.upkeep.run.StepRecord;
import io.upkeep.sandbox.ConfigurationVersions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.util.FileSystemUtils;

class DeployConfigurationTest extends ConfigurationPipelines {

    private static final List<String> HOSTS = List.of("api-1", "api-2");

    @Autowired
    private Plans plans;

    @Autowired
    private RunLog log;

    private Run deploy(String version) {
        return run("deploy-configuration", Map.of("version", version, "environment", "production"));
    }

    private static String configurations() {
        return HOSTS.stream()
                .map(host -> listing(host, "app") + listing(host, "app/config"))
                .reduce("", String::concat);
    }

    @Test
    void a_good_version_is_deployed_to_every_host_and_serves() {
        Run run = succeeded(deploy(ConfigurationVersions.GOOD));

        assertThat(says(run, "validate"))
                .startsWith("version 1.1.0 for production")
                .contains("4 files, well-formed: ", "VERSION");
        assertThat(says(run, "test")).isEqualTo("all of production runs version 1.1.0; a ticket was drawn and called");
        for (String host : HOSTS) {
            assertThat(SANDBOX.hosts().host(host).tree().read("app/config/VERSION"))
                    .isEqualTo("1.1.0\n");
        }
        succeeded(deploy(ConfigurationVersions.GOOD));
        succeeded(deploy(ConfigurationVersions.DEPLOYED));
        assertThat(listing("api-1", "var/lib/upkeep").lines().filter(line -> line.matches("[0-9a-f]{64} .*/listing")))
                .as("only what the last deployment replaced is kept")
                .hasSize(1);
    }

    @Test
    void a_version_may_be_called_otherwise_than_what_the_api_answers_with_and_its_file_says_with_what()
            throws IOException {
        Path versions = SANDBOX.configurations().directory();
        copy(versions.resolve(ConfigurationVersions.GOOD), versions.resolve("before-the-holidays"));
        Path wrong = versions.resolve("wrong-file");
        copy(versions.resolve(ConfigurationVersions.GOOD), wrong);
        Files.writeString(wrong.resolve("production/VERSION"), "9.9.9\n");
        Path without = versions.resolve("without-file");
        copy(versions.resolve(ConfigurationVersions.GOOD), without);
        Files.delete(without.resolve("production/VERSION"));

        Run refused;
        Run unknown;
        try {
            succeeded(deploy("before-the-holidays"));
            refused = deploy("wrong-file");
            unknown = deploy("without-file");
            succeeded(deploy(ConfigurationVersions.DEPLOYED));
        } finally {
            for (Path made : List.of(versions.resolve("before-the-holidays"), wrong, without)) {
                FileSystemUtils.deleteRecursively(made); // other tests count the versions
            }
        }

        assertThat(refused.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(refused.failedStep()).isEqualTo("test");
        assertThat(refused.failure())
                .contains("queue-api-1 answers with version '1.1.0', not with '9.9.9' of the file VERSION");
        assertThat(unknown.failedStep()).isEqualTo("validate");
        assertThat(unknown.failure()).contains("version 'without-file' has no file production/VERSION; commit it");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : all.toList()) {
                Files.copy(one, to.resolve(from.relativize(one).toString()));
            }
        }
    }

    @Test
    void what_its_scripts_print_stands_in_the_log_of_the_run() {
        Run run = deploy(ConfigurationVersions.GOOD);
        succeeded(run);

        List<LogEntry> deployed = await().until(
                        () -> log.read(run.id(), new Choice(null, "deploy", LogEntry.Stream.OUT), 0, 200),
                        lines -> lines.size() == HOSTS.size());
        assertThat(deployed).extracting(LogEntry::host).containsExactlyInAnyOrderElementsOf(HOSTS);
        assertThat(deployed).allSatisfy(entry -> assertThat(entry.text()).matches("deployed \\d+ files"));
        succeeded(deploy(ConfigurationVersions.DEPLOYED));
    }

    @Test
    void a_plan_checks_the_version_names_hosts_and_scripts_and_changes_nothing() {
        String before = configurations();
        int runs = journal.newest(null, 500).size();

        RunPlan good = plan(ConfigurationVersions.GOOD);
        RunPlan broken = plan(ConfigurationVersions.NOT_JSON);
        RunPlan staging = plan(ConfigurationVersions.GOOD, "staging");

        assertThat(good.locks()).containsExactlyElementsOf(HOSTS);
        assertThat(good.steps())
                .extracting(RunPlan.PlannedStep::path)
                .containsExactly("validate", "back-up-current", "deploy", "verify", "test", "done");
        assertThat(good.steps().get(0).outcome()).isEqualTo("ok");
        assertThat(good.steps().get(2).calls().get(0).hosts()).containsExactlyElementsOf(HOSTS);
        assertThat(good.steps().get(2).calls().get(0).script()).contains("#");
        assertThat(good.steps().get(4).calls())
                .anySatisfy(call ->
                        assertThat(call.endpoint()).startsWith("http://").contains("/tickets"));
        assertThat(staging.locks()).containsExactly("staging-1");
        assertThat(staging.steps().get(2).calls().get(0).hosts()).containsExactly("staging-1");
        assertThat(staging.hash()).as("a yes to one is no yes to the other").isNotEqualTo(good.hash());
        assertThat(good.rollback()).extracting(RunPlan.PlannedStep::path).contains("undo-deploy");
        assertThat(broken.steps().get(0).outcome()).contains("appsettings.json is not JSON");
        assertThatThrownBy(() -> plan("2")).hasMessageContainingAll("version '2'", "1.1.0");
        assertThat(broken.steps().subList(1, 6))
                .allSatisfy(step -> assertThat(step.outcome()).isNull());
        assertThat(configurations()).isEqualTo(before);
        assertThat(journal.newest(null, 500)).hasSize(runs);
    }

    @Test
    void a_plan_shows_no_script_that_is_not_the_one_that_runs() throws IOException {
        Path script = PLACE.resolve("routes/pipelines/configuration/deploy.sh");
        String loaded = Files.readString(script);
        RunPlan before = plan(ConfigurationVersions.GOOD);
        try {
            Files.writeString(script, loaded + "# edited\n");
            RunPlan after = plan(ConfigurationVersions.GOOD);

            assertThat(after.hash()).as("what people say yes to is what runs").isEqualTo(before.hash());
            assertThat(after.steps().get(2).calls().get(0).script())
                    .doesNotContain("edited")
                    .contains("were changed since Upkeep loaded them");
        } finally {
            Files.writeString(script, loaded);
        }
        assertThat(plan(ConfigurationVersions.GOOD)
                        .steps()
                        .get(2)
                        .calls()
                        .get(0)
                        .script())
                .isEqualTo(loaded);
    }

    private RunPlan plan(String version) {
        return plan(version, "production");
    }

    private RunPlan plan(String version, String environment) {
        return plans.of(new RunRequest(
                "deploy-configuration", Map.of("version", version, "environment", environment), "person:ada", null));
    }

    @Test
    void a_version_that_breaks_the_api_leaves_every_host_byte_identical() {
        String before = configurations();
        Run run = deploy(ConfigurationVersions.WRONG_DATABASE);

        assertThat(run.failedStep()).isIn("deploy", "test");
        assertThat(run.state()).as("%s", run).isEqualTo(RunState.ROLLED_BACK);
        assertThat(configurations()).isEqualTo(before);
        for (String host : HOSTS) {
            assertThat(SANDBOX.hosts().host(host).tree().path("var/lib/upkeep/" + run.id()))
                    .doesNotExist();
        }
    }

    private static int restarts(String host) {
        return (int) SANDBOX.hosts()
                .host(host)
                .tree()
                .read("var/log/shims.log")
                .lines()
                .filter(line -> line.endsWith("Z systemctl restart virtual-queue-api"))
                .count();
    }

    @Test
    void a_version_that_breaks_the_first_host_reaches_no_other() {
        int first = restarts("api-1");
        int second = restarts("api-2");

        Run run = deploy(ConfigurationVersions.WRONG_DATABASE);

        assertThat(run.state()).as("%s", run).isEqualTo(RunState.ROLLED_BACK);
        assertThat(run.failedStep()).isEqualTo("deploy");
        assertThat(restarts("api-1")).as("there and back").isEqualTo(first + 2);
        assertThat(restarts("api-2")).as("it served all the time").isEqualTo(second);
    }

    @Test
    void hosts_are_restarted_one_after_another_there_and_back_and_each_waits_until_the_one_before_serves()
            throws IOException {
        Path wrong = SANDBOX.configurations().directory().resolve("mislabelled");
        copy(wrong.resolveSibling(ConfigurationVersions.GOOD), wrong);
        Files.writeString(wrong.resolve("production/VERSION"), "9.9.9\n");
        Run run = deploy("mislabelled");
        FileSystemUtils.deleteRecursively(wrong); // other tests count the versions

        assertThat(run.state()).as("%s", run).isEqualTo(RunState.ROLLED_BACK);
        assertThat(run.failedStep()).isEqualTo("test");
        await().untilAsserted(() -> assertThat(says(run, "deploy")).isEqualTo("""
                api-1 is deployed; both instances are healthy
                api-2 is deployed; both instances are healthy
                2 waves: api-1, then api-2"""));
        await().untilAsserted(() -> assertThat(says(run, "undo-deploy")).isEqualTo("""
                api-2 is put back; both instances are healthy
                api-1 is put back; both instances are healthy
                2 waves: api-2, then api-1"""));
    }

    @Test
    void a_version_that_is_no_json_is_refused_before_anything_changes() {
        String before = configurations();
        Run run = deploy(ConfigurationVersions.NOT_JSON);

        assertThat(run.failedStep()).isEqualTo("validate");
        assertThat(run.failure()).contains("appsettings.json is not JSON");
        assertThat(run.state()).as("%s", run).isEqualTo(RunState.ROLLED_BACK);
        assertThat(configurations()).isEqualTo(before);
        assertThat(journal.steps(run.id()))
                .filteredOn(step -> step.key().path().equals("back-up-current"))
                .isEmpty();
    }

    @Test
    void a_version_that_is_not_there_is_refused_and_those_that_are_there_are_named() {
        assertThatThrownBy(() -> deploy("9.9.9"))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContainingAll("9.9.9", "1.1.0");
    }

    @Test
    void a_host_on_which_nothing_can_be_written_stays_as_it_is_and_so_do_the_others() {
        String before = configurations();
        SANDBOX.breakPart("api-2", io.upkeep.sandbox.SshHost.DISK_FULL);
        Run run = deploy(ConfigurationVersions.GOOD);

        assertThat(run.failedStep()).isEqualTo("back-up-current");
        assertThat(run.state()).as("%s", run).isEqualTo(RunState.ROLLED_BACK);
        SANDBOX.healAll();
        assertThat(configurations()).isEqualTo(before);
        for (String host : HOSTS) {
            assertThat(Files.exists(SANDBOX.hosts().host(host).tree().path("var/lib/upkeep/" + run.id())))
                    .isFalse();
        }
        assertThat(journal.steps(run.id()))
                .filteredOn(step -> step.key().path().equals("undo-deploy"))
                .allMatch(step -> step.state() == StepRecord.State.SKIPPED);
    }
}
