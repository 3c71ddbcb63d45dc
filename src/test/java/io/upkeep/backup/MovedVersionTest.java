package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.upkeep.approval.ApprovalDesk;
import io.upkeep.run.Run;
import io.upkeep.run.RunRequest;
import io.upkeep.run.RunState;
import io.upkeep.run.StepRecord;
import io.upkeep.sandbox.ConfigurationVersions;
import io.upkeep.sandbox.HostTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.ResetCommand;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.util.FileSystemUtils;

/** What was deployed stays what it was, whatever becomes of its name: tags of a git repository that are moved. */
class MovedVersionTest extends ConfigurationPipelines {

    private static final String SITES = "etc/nginx/conf.d/";
    private static final String OLD = SITES + "70-old.conf";
    private static final String FIRST = "production-security/" + OLD;

    private static boolean allDeployed;

    @TempDir
    Path work;

    @Autowired
    private ApprovalDesk desk;

    @Autowired
    private DeployedVersions deployed;

    private Git git;
    private RevCommit first;
    private RevCommit second;

    /** The directory of versions becomes a repository: {@code first} has a file that {@code second} has not. */
    @BeforeEach
    void two_commits_and_a_tag() throws Exception {
        if (!allDeployed) {
            deployEverything();
            allDeployed = true;
        }
        Path versions = SANDBOX.configurations().directory();
        git = Git.init()
                .setDirectory(work.toFile())
                .setGitDir(versions.resolve(".git").toFile())
                .call();
        FileSystemUtils.copyRecursively(versions.resolve(ConfigurationVersions.DEPLOYED), work);
        tag(ConfigurationVersions.DEPLOYED, commit("README.md", "What the other kinds were deployed from.\n"));
        first = commit(FIRST, "server_tokens off;\n");
        Files.delete(work.resolve(FIRST));
        second = commit("production/features.json", "{\"smsReminders\": false}\n");
        tag("release", first);
        tag("kept", second);
    }

    @AfterEach
    void a_directory_of_versions_again() {
        git.close();
        FileSystemUtils.deleteRecursively(
                SANDBOX.configurations().directory().resolve(".git").toFile());
        succeeded(deploy("", ConfigurationVersions.DEPLOYED));
        succeeded(deploy("security-", ConfigurationVersions.DEPLOYED));
        succeeded(deploy("database-", ConfigurationVersions.DEPLOYED));
        succeeded(run(
                "deploy-configuration", Map.of("version", ConfigurationVersions.DEPLOYED, "environment", "staging")));
        for (String host : new String[] {"api-1", "api-2", "web-1"}) {
            assertThat(tree(host).path(OLD)).doesNotExist();
        }
    }

    private RevCommit commit(String name, String text) throws Exception {
        Path file = work.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        git.add().addFilepattern(".").call();
        git.add().addFilepattern(".").setUpdate(true).call();
        return git.commit()
                .setAuthor("ada", "ada@example.org")
                .setCommitter("ada", "ada@example.org")
                .setSign(false)
                .setMessage("changes " + name)
                .call();
    }

    private void tag(String name, RevCommit commit) throws Exception {
        git.tag()
                .setName(name)
                .setForceUpdate(true)
                .setAnnotated(false)
                .setObjectId(commit)
                .call();
    }

    private static HostTree tree(String host) {
        return SANDBOX.hosts().host(host).tree();
    }

    private Run deploy(String kind, String version) {
        return run("deploy-" + kind + "configuration", Map.of("version", version, "environment", "production"));
    }

    private static String called(RevCommit commit) {
        return " (commit " + commit.getName().substring(0, 10) + ")";
    }

    @Test
    void a_tag_that_is_moved_after_its_deployment_is_no_drift() throws Exception {
        succeeded(deploy("", "release"));
        succeeded(deploy("security-", "release"));
        assertThat(drift().path("version").asText())
                .contains("production release,")
                .doesNotContain("commit");

        tag("release", second);

        JsonNode drift = drift();
        assertThat(drift.path("drifted").asBoolean()).as("%s", drift).isFalse();
        assertThat(drift.path("version").asText())
                .contains("production release" + called(first), "production-security release" + called(first))
                .contains("production-network 1.0.0,");
        tree("api-2").write("app/config/features.json", "{}");
        assertThat(drift().path("hosts").toString()).isEqualTo("{\"api-2\":[\"features.json is changed\"]}");
        succeeded(deploy("security-", "kept"));
        assertThat(tree("api-2").path(OLD)).doesNotExist();

        forget(first);
        assertThat(drift().path("hosts").toString())
                .as("the journal has the sums, even when git has the commit no more")
                .isEqualTo("{\"api-2\":[\"features.json is changed\"]}");
    }

    @Test
    void what_git_has_pruned_is_told_with_what_to_do_and_everything_else_is_compared() throws Exception {
        RevCommit side = commit(FIRST, "server_tokens off;\n");
        tag("release", side);
        succeeded(deploy("security-", "release"));
        succeeded(deploy("database-", "release"));
        git.reset()
                .setMode(ResetCommand.ResetType.HARD)
                .setRef(second.getName())
                .call();
        tag("release", second);
        forget(side);
        tree("api-2").write("app/config/features.json", "{}");

        JsonNode drift = drift();

        assertThat(drift.path("hosts").toString()).isEqualTo("{\"api-2\":[\"features.json is changed\"]}");
        assertThat(drift.path("notCompared").path("web-1").toString())
                .contains("production-security of version release" + called(side), "cannot be read any more")
                .contains("upkeep run deploy-security-configuration environment=production version=");
        assertThat(drift.path("notCompared").path("database").toString())
                .contains("production-database of version release")
                .contains("upkeep run deploy-database-configuration environment=production version=");
        assertThat(drift.path("notCompared").has("staging-1")).isFalse();

        forget(first); // a repository that is damaged besides
        assertThat(drift().path("notCompared").path("web-1").toString()).contains("cannot be read any more");
    }

    @Test
    void a_deployed_version_that_is_damaged_keeps_the_next_one_from_nothing() throws Exception {
        succeeded(deploy("database-", "release"));
        assertThat(deployedTexts()).isNotEmpty();
        forget(first);
        Files.writeString(object(first), "damaged");
        assertThatThrownBy(() -> git.getRepository().parseCommit(first.copy())).isInstanceOf(IOException.class);

        assertThat(deployedTexts()).isEmpty();

        succeeded(deploy("database-", ConfigurationVersions.DEPLOYED));
    }

    @Test
    void a_deployed_version_that_cannot_be_read_just_now_is_not_taken_for_one_that_is_damaged() throws Exception {
        succeeded(deploy("database-", "release"));
        Map<String, String> before = deployedTexts();
        Path object = object(first);
        Path away = Files.move(object, work.resolve("away"));
        Files.createDirectory(object);

        assertThatThrownBy(this::deployedTexts)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot be read");

        Files.delete(object);
        Files.move(away, object);
        assertThat(deployedTexts()).isNotEmpty().isEqualTo(before);
    }

    private Map<String, String> deployedTexts() {
        return deployed.texts("deploy-database-configuration", "production", "-database");
    }

    private Path object(RevCommit commit) {
        return git.getRepository()
                .getDirectory()
                .toPath()
                .resolve("objects")
                .resolve(commit.getName().substring(0, 2))
                .resolve(commit.getName().substring(2));
    }

    private void forget(RevCommit commit) throws IOException {
        Files.delete(object(commit));
    }

    private JsonNode drift() throws IOException {
        Run compared = succeeded(run("find-configuration-drift", Map.of()));
        String checkpoint = journal.steps(compared.id()).stream()
                .filter(step -> step.key().path().equals("compare"))
                .map(StepRecord::checkpoint)
                .findFirst()
                .orElseThrow();
        return new ObjectMapper().readTree(checkpoint).path("variables").path("drift");
    }

    @Test
    void files_that_only_the_deployed_commit_had_are_taken_away_though_its_tag_was_moved() throws Exception {
        succeeded(deploy("security-", "release"));
        assertThat(tree("api-2").read(OLD)).isEqualTo("server_tokens off;\n");

        tag("release", second);
        Run again = succeeded(deploy("security-", "release"));

        assertThat(tree("api-2").path(OLD)).doesNotExist();
        assertThat(tree("web-1").path(OLD)).doesNotExist();
        assertThat(deployed.of(again).commit()).isEqualTo(second.getName());
    }

    @Test
    void a_deployment_that_was_rolled_back_leaves_known_what_was_deployed_before() throws Exception {
        succeeded(deploy("security-", "release"));
        RevCommit broken = commit("production-security/" + SITES + "50-policy.conf", "ssl_protocols TLSv1.3\n");
        tag("release", broken);

        Run refused = deploy("security-", "release");

        assertThat(refused.state()).as(refused.failure()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(deployed.newest("deploy-security-configuration")
                        .get("production")
                        .commit())
                .isEqualTo(first.getName());
        assertThat(tree("api-2").read(OLD)).isEqualTo("server_tokens off;\n");
        assertThat(drift().path("drifted").asBoolean()).isFalse();
        succeeded(deploy("security-", "kept"));
        assertThat(tree("api-2").path(OLD)).doesNotExist();
    }

    @Test
    void a_no_brings_staging_back_what_it_had_though_its_tag_was_moved_meanwhile() throws Exception {
        RevCommit changed = commit("staging/logging.json", logging("staging", "Information"));
        RevCommit asked = commit("production/logging.json", logging("production", "Information"));
        tag("release", first);
        tag("next", asked);
        succeeded(run("deploy-configuration", Map.of("version", "release", "environment", "staging")));
        String before = tree("staging-1").read("app/config/logging.json");
        Run change = runs.request(new RunRequest(
                "change-configuration",
                Map.of("version", "next", "reason", "more in the log", "type", "application"),
                "person:eve",
                null));
        var request = Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(
                        () -> desk.waiting().stream()
                                .filter(one -> change.id()
                                        .equals(journal.find(one.run())
                                                .orElseThrow()
                                                .parent()))
                                .toList(),
                        waiting -> !waiting.isEmpty())
                .get(0);
        assertThat(tree("staging-1").read("app/config/logging.json")).isNotEqualTo(before);

        tag("release", changed);
        desk.reject(request.run(), "bob", "not before the holidays");

        assertThat(atRest(change).state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(tree("staging-1").read("app/config/logging.json")).isEqualTo(before);
        assertThat(deployed.newest("deploy-configuration").get("staging").commit())
                .isEqualTo(first.getName());
    }

    private static String logging(String environment, String level) throws IOException {
        Path file = SANDBOX.configurations()
                .files(ConfigurationVersions.DEPLOYED, environment)
                .resolve("logging.json");
        return Files.readString(file).replaceFirst("\"default\": \"\\w+\"", "\"default\": \"" + level + "\"");
    }
}
