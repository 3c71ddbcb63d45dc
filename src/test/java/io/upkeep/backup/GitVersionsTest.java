package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class GitVersionsTest {

    @TempDir
    Path directory;

    private Git git;
    private ConfigurationVersions versions;

    @BeforeEach
    void a_repository_with_two_versions() throws Exception {
        git = Git.init()
                .setDirectory(directory.toFile())
                .setInitialBranch("main")
                .call();
        versions = new ConfigurationVersions(directory, new ConfigurationCheck(directory.resolve("no-schemas")));
        write("production/queue.yaml", "limit: 500\npassword: hunter22\n");
        write("production/VERSION", "1.0.0\n");
        write("staging/VERSION", "1.0.0\n");
        commit("ada", "First version", "1.0.0");
        write("production/queue.yaml", "limit: 750\npassword: hunter23\n");
        write("production/VERSION", "1.1.0\n");
        write("production/extra.yaml", "b: 2\n");
        commit("bob", "Longer queues", "1.1.0");
    }

    @AfterEach
    void close() {
        git.close();
    }

    private Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private void commit(String author, String message, String tag) throws Exception {
        git.add().addFilepattern(".").call();
        git.commit()
                .setAuthor(author, author + "@example.org")
                .setCommitter("c", "c@example.org")
                .setSign(false)
                .setMessage(message)
                .call();
        git.tag()
                .setName(tag)
                .setAnnotated(true)
                .setTagger(git.log().call().iterator().next().getCommitterIdent())
                .setSigned(false)
                .call();
    }

    private static String file(Map<String, VersionFile> files, String path) {
        return new String(files.get(path).content(), StandardCharsets.UTF_8);
    }

    @Test
    void tags_and_commits_are_versions_with_who_and_why() throws Exception {
        write("production/VERSION", "not released\n");
        git.commit()
                .setAll(true)
                .setAuthor("eve", "eve@example.org")
                .setCommitter("c", "c@example.org")
                .setSign(false)
                .setMessage("Try\n\nmore")
                .call();

        assertThat(versions.versions())
                .extracting(ConfigurationVersion::tags)
                .containsExactlyInAnyOrder(java.util.List.of(), java.util.List.of("1.1.0"), java.util.List.of("1.0.0"));
        ConfigurationVersion newest = versions.versions().stream()
                .filter(v -> v.tags().isEmpty())
                .findFirst()
                .orElseThrow();
        assertThat(newest.author()).isEqualTo("eve <eve@example.org>");
        assertThat(newest.message()).isEqualTo("Try");
        assertThat(versions.check(newest.name(), "production")).containsEntry("version", newest.name());
    }

    @Test
    void a_difference_names_files_lines_and_people_and_hides_secrets() {
        ConfigurationDiff diff = versions.diff("1.0.0", "1.1.0", "production");

        assertThat(diff.files())
                .extracting(FileChange::path, FileChange::kind)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("VERSION", FileChange.Kind.CHANGED),
                        org.assertj.core.groups.Tuple.tuple("extra.yaml", FileChange.Kind.ADDED),
                        org.assertj.core.groups.Tuple.tuple("queue.yaml", FileChange.Kind.CHANGED));
        assertThat(diff.files().get(2).text())
                .contains("-limit: 500", "+limit: 750", "-password: ••••")
                .doesNotContain("hunter");
        assertThat(diff.changes()).extracting(ConfigurationVersion::message).containsExactly("Longer queues");
        assertThat(versions.diff("1.1.0", "1.0.0", "production").files().get(1).kind())
                .isEqualTo(FileChange.Kind.REMOVED);
    }

    @Test
    void only_what_is_committed_counts_and_a_moved_tag_moves_no_checked_version() throws Exception {
        Map<String, Object> checked = versions.check("1.1.0", "production");
        write("production/VERSION", "changed and not committed\n");
        assertThat(versions.sums(checked)).isEqualTo(versions.sums(versions.check("1.1.0", "production")));

        git.tag()
                .setName("1.1.0")
                .setForceUpdate(true)
                .setAnnotated(false)
                .setObjectId(git.getRepository().parseCommit(git.getRepository().resolve("1.0.0^{commit}")))
                .call();

        assertThat(versions.check("1.1.0", "production").get("commit")).isNotEqualTo(checked.get("commit"));
        assertThat(versions.tar(checked)).isNotEmpty();
        assertThat(file(
                        new GitVersions(directory).files(String.valueOf(checked.get("commit")), "production"),
                        "VERSION"))
                .isEqualTo("1.1.0\n");
    }

    @Test
    void people_read_a_commit_where_a_name_alone_would_not_tell() throws Exception {
        String first = String.valueOf(versions.check("1.0.0", "production").get("commit"));
        String shown = "1.0.0 (commit " + first.substring(0, 10) + ")";
        assertThat(versions.named("1.0.0", first)).isEqualTo("1.0.0");
        assertThat(versions.named(first, first)).isEqualTo(shown);
        assertThat(versions.named("1.0.0", "1.0.0")).isEqualTo("1.0.0");

        git.tag()
                .setName("1.0.0")
                .setForceUpdate(true)
                .setAnnotated(false)
                .setObjectId(git.getRepository().parseCommit(git.getRepository().resolve("1.1.0^{commit}")))
                .call();

        assertThat(versions.named("1.0.0", first)).isEqualTo(shown);
        assertThat(versions.named(first, first)).as("no tag holds it").isEqualTo(first);
        git.tagDelete().setTags("1.0.0").call();
        assertThat(versions.named("1.0.0", first)).isEqualTo(shown);
        git.tag()
                .setName(first)
                .setAnnotated(false)
                .setObjectId(git.getRepository().parseCommit(git.getRepository().resolve("1.1.0^{commit}")))
                .call();
        assertThat(versions.check(first, "production"))
                .as("a tag that is called as a commit hides none")
                .containsEntry("commit", first);
    }

    @Test
    void a_commit_that_was_pruned_is_a_version_that_there_is_not() {
        String pruned = "0123456789abcdef0123456789abcdef01234567";
        assertThatThrownBy(() -> versions.check(pruned, "production"))
                .isInstanceOf(BackupRefused.class)
                .hasMessageContaining("no version '" + pruned + "'");
    }

    @Test
    void an_older_version_and_a_bare_repository_are_read_the_same_way() throws Exception {
        Path bare = directory.resolve("bare.git");
        Git.cloneRepository()
                .setBare(true)
                .setURI(directory.toUri().toString())
                .setDirectory(bare.toFile())
                .call()
                .close();

        ConfigurationVersions there =
                new ConfigurationVersions(bare, new ConfigurationCheck(directory.resolve("no-schemas")));
        assertThat(there.check("1.0.0", "production").get("files"))
                .isEqualTo(versions.check("1.0.0", "production").get("files"));
    }

    @Test
    void what_is_not_there_or_no_plain_file_is_refused() throws Exception {
        assertThatThrownBy(() -> versions.check("9.9.9", "production"))
                .hasMessageContaining("9.9.9")
                .hasMessageContaining("1.1.0");
        assertThatThrownBy(() -> versions.check("1.1.0", "nowhere")).hasMessageContaining("no directory 'nowhere'");
        assertThatThrownBy(() -> versions.check("main", "production")).hasMessageContaining("no version 'main'");
        Files.createSymbolicLink(directory.resolve("production/link"), Path.of("/etc/passwd"));
        commit("eve", "Link", "1.2.0");
        assertThatThrownBy(() -> versions.check("1.2.0", "production"))
                .hasMessageContaining("'link' is not a plain file");
    }
}
