package io.upkeep.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.backup.ConfigurationPipelines;
import io.upkeep.sandbox.ConfigurationVersions;
import io.upkeep.web.ConfigurationApi.DeploymentView;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.util.FileSystemUtils;

/** What is told of deployments, on the sandbox. */
class DeploymentsTest extends ConfigurationPipelines {

    @TempDir
    Path work;

    @Autowired
    private ConfigurationApi api;

    private void deployToStaging(String version) {
        succeeded(run("deploy-configuration", Map.of("version", version, "environment", "staging")));
    }

    private DeploymentView newest() {
        return api.deployments("1").get(0);
    }

    @Test
    void a_deployment_names_its_commit_once_its_tag_means_another_one() throws Exception {
        deployToStaging(ConfigurationVersions.DEPLOYED);
        assertThat(newest().shown()).isEqualTo("1.0.0");
        assertThat(newest().commit()).isNull();

        Path versions = SANDBOX.configurations().directory();
        Path repository = versions.resolve(".git");
        try (Git git = Git.init()
                .setDirectory(work.toFile())
                .setGitDir(repository.toFile())
                .call()) {
            FileSystemUtils.copyRecursively(versions.resolve(ConfigurationVersions.DEPLOYED), work);
            String deployed = tagged(git).getName();
            deployToStaging("release");
            assertThat(newest().shown()).isEqualTo("release");

            tagged(git);

            assertThat(newest().shown()).isEqualTo("release (commit " + deployed.substring(0, 10) + ")");
            assertThat(newest().version()).isEqualTo("release");
            assertThat(newest().commit()).isEqualTo(deployed);
        } finally {
            FileSystemUtils.deleteRecursively(repository);
            deployToStaging(ConfigurationVersions.DEPLOYED);
        }
    }

    private static RevCommit tagged(Git git) throws Exception {
        git.add().addFilepattern(".").call();
        RevCommit commit = git.commit()
                .setAuthor("ada", "ada@example.org")
                .setCommitter("ada", "ada@example.org")
                .setSign(false)
                .setMessage("a commit")
                .call();
        git.tag()
                .setName("release")
                .setForceUpdate(true)
                .setAnnotated(false)
                .setObjectId(commit)
                .call();
        return commit;
    }
}
