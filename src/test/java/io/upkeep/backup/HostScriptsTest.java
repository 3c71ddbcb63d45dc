package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.sandbox.Started;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts that change a host, on a file tree of their own and cut off at every place that leaves a different state. */
class HostScriptsTest {

    private static final Path SCRIPTS =
            Path.of("routes/pipelines/configuration").toAbsolutePath();
    private static final String RUN = "7f1c0d6e";

    @TempDir
    Path root;

    @TempDir
    Path programs;

    private String before;

    record Ended(int exit, String output) {}

    @BeforeEach
    void a_host_with_a_configuration() throws IOException {
        Path sudo = programs.resolve("sudo");
        Files.writeString(sudo, "#!/bin/sh\nshift\necho \"$*\" >> \"$ROOT/restarts\"\n");
        assertThat(sudo.toFile().setExecutable(true)).isTrue();
        sh(
                "mkdir -p app/config/empty 'app/config/a dir' && cd app/config && echo 1 > 'a dir/a file' && echo 2 > b"
                        + " && chmod 600 b && ln -s b link && touch -d 2020-01-02T03:04:05.678 b . 'a dir' && touch -d 2021-01-01 ..");
        before = state();
    }

    private String state() {
        return ConfigurationPipelines.shell(
                root.resolve("app"),
                "find . -printf '%y %m %T@ %p -> %l\\n' | sort; find . -type f -print0 | sort -z | xargs -0 sha256sum");
    }

    private String sh(String command) {
        return ConfigurationPipelines.shell(root, command);
    }

    private Ended run(String script, byte[] input) throws IOException {
        return run(script, input, null);
    }

    /** @param to where it prints to; null for the output, with what it says */
    private Ended run(String script, byte[] input, Path to) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("sh", SCRIPTS.resolve(script).toString()).redirectErrorStream(to == null);
        if (to != null) {
            builder.redirectOutput(to.toFile());
        }
        builder.environment()
                .putAll(Map.of(
                        "ROOT",
                        root.toString(),
                        "RUN_ID",
                        RUN,
                        "PATH",
                        programs + ":/usr/bin:/bin",
                        "DIRECTORIES",
                        "/app/config,/etc/nginx"));
        Process process = Started.of(builder);
        try (var in = process.getOutputStream()) {
            in.write(input);
        } catch (IOException notRead) {
            // a script that refuses at once does not read its input
        }
        InputStream says = to == null ? process.getInputStream() : process.getErrorStream();
        String output = new String(says.readAllBytes(), StandardCharsets.UTF_8);
        try {
            return new Ended(process.waitFor(), output);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void succeeds(String script) throws IOException {
        assertThat(run(script, newVersion())).as(script).extracting(Ended::exit).isEqualTo(0);
    }

    private static byte[] newVersion() {
        return new Tars().file("b", "new").file("c/d", "new").bytes();
    }

    @Test
    void a_version_is_deployed_and_put_back_byte_by_byte() throws IOException {
        succeeds("keep-current.sh");
        succeeds("deploy.sh");
        assertThat(sh("cat app/config/b app/config/c/d")).isEqualTo("newnew");
        assertThat(sh("ls app/config")).doesNotContain("link");
        succeeds("deploy.sh");
        putsBack();
    }

    /** Such as that of a web server that nobody has configured yet. */
    @Test
    void a_directory_without_files_is_kept_and_put_back_too() throws IOException {
        sh("rm -r 'app/config/a dir' app/config/b app/config/link && touch -d 2021-01-01 app/config app");
        before = state();
        succeeds("keep-current.sh");
        succeeds("deploy.sh");
        assertThat(sh("cat app/config/b app/config/c/d")).isEqualTo("newnew");
        putsBack();
    }

    private void putsBack() throws IOException {
        succeeds("put-back.sh");
        assertThat(state()).isEqualTo(before);
        succeeds("put-back.sh");
        succeeds("verify-put-back.sh");
        succeeds("forget.sh");
        assertThat(state()).isEqualTo(before);
        assertThat(root.resolve("var/lib/upkeep")).doesNotExist();
        succeeds("put-back.sh");
        succeeds("verify-put-back.sh");
        succeeds("forget.sh");
        assertThat(state()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mkdir app/.config-RUN.next; echo half > app/.config-RUN.next/b",
                "mkdir app/.config-RUN.next; echo new > app/.config-RUN.next/b; mv app/config app/.config-RUN.old",
                "mv app/config app/.config-RUN.old; mkdir app/config; echo new > app/config/b",
                "rm -rf app/config; mkdir app/config; echo new > app/config/b",
                "rm -rf app/config"
            })
    void a_deployment_cut_off_anywhere_is_put_back_and_can_be_done_again(String cutOff) throws IOException {
        succeeds("keep-current.sh");
        sh("touch var/lib/upkeep/" + RUN + "/deploying; " + cutOff.replace("RUN", RUN));
        if (!cutOff.startsWith("rm")) {
            succeeds("deploy.sh");
            assertThat(sh("cat app/config/b")).isEqualTo("new");
            sh("rm -rf app/config app/.config-*; cp -a var/lib/upkeep/" + RUN + "/config app/config; "
                    + cutOff.replace("RUN", RUN));
        }
        putsBack();
    }

    @Test
    void a_host_that_was_not_reached_is_not_touched_and_not_restarted() throws IOException {
        succeeds("put-back.sh");
        succeeds("keep-current.sh");
        succeeds("put-back.sh");
        assertThat(state()).isEqualTo(before);
        assertThat(root.resolve("restarts")).doesNotExist();
    }

    @Test
    void nothing_is_deployed_where_nothing_is_kept() throws IOException {
        Ended ended = run("deploy.sh", newVersion());
        assertThat(ended.exit()).isNotZero();
        assertThat(ended.output()).contains("nothing is kept");
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void a_copy_that_was_cut_off_is_made_again() throws IOException {
        sh("mkdir -p var/lib/upkeep/" + RUN + ".new/config var/lib/upkeep/" + RUN);
        succeeds("keep-current.sh");
        succeeds("deploy.sh");
        putsBack();
    }

    @Test
    void a_changed_file_after_putting_back_is_found() throws IOException {
        succeeds("keep-current.sh");
        succeeds("deploy.sh");
        succeeds("put-back.sh");
        sh("chmod 644 app/config/b");
        assertThat(run("verify-put-back.sh", new byte[0]).exit()).isNotZero();
    }

    @Test
    void a_list_of_files_that_was_cut_off_counts_as_nothing() throws IOException {
        succeeds("keep-current.sh");
        succeeds("deploy.sh");
        byte[] deployed = sums();
        assertThat(run("verify.sh", deployed).exit()).isZero();
        succeeds("put-back.sh");
        succeeds("verify-put-back.sh");

        // all is listed, but what else there may be find did not come to
        Path find = programs.resolve("find");
        Files.writeString(find, "#!/bin/sh\n/usr/bin/find \"$@\"\necho 'find: ./c: Permission denied' >&2\nexit 1\n");
        assertThat(find.toFile().setExecutable(true)).isTrue();
        Ended verified = run("verify-put-back.sh", new byte[0]);
        assertThat(verified.exit()).as(verified.output()).isNotZero();
        assertThat(verified.output()).contains("Permission denied").doesNotContain("by hand");
        assertThat(run("verify.sh", sums()).exit()).isNotZero();
        sh("rm -rf var/lib/upkeep/" + RUN);
        assertThat(run("keep-current.sh", new byte[0]).exit()).isNotZero();
        assertThat(root.resolve("var/lib/upkeep/" + RUN)).doesNotExist();
        assertThat(state()).isEqualTo(before);
    }

    private byte[] sums() {
        return sh("cd app/config && find . -type f -print0 | sort -z | xargs -0 sha256sum")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void done_keeps_the_last_replaced_configuration_only() throws IOException {
        succeeds("keep-current.sh");
        succeeds("deploy.sh");
        sh("mkdir -p var/lib/upkeep/older var/lib/upkeep/waiting; touch var/lib/upkeep/older/done");
        succeeds("done.sh");
        assertThat(sh("ls var/lib/upkeep; ls -A app").lines())
                .containsExactlyElementsOf(List.of(RUN, "waiting", "config"));
    }

    @Test
    void the_files_are_collected_sorted_and_what_is_missing_is_left_out() throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("sh", SCRIPTS.resolve("collect-files.sh").toString());
        builder.environment().putAll(Map.of("ROOT", root.toString(), "DIRECTORIES", "/app/config,/etc/nginx"));
        Process process = Started.of(builder);
        try (ArchiveWriter archive = new ArchiveWriter(programs.resolve("a.tar.zst"))) {
            Manifest.Source source =
                    HostTar.add(archive, "hosts/api-1", process.getInputStream(), List.of("app/config", "etc/nginx"));
            assertThat(source.missing()).containsExactly("etc/nginx");
            assertThat(archive.entries())
                    .extracting(Manifest.Entry::path)
                    .contains(
                            "hosts/api-1/app/config/a dir/a file",
                            "hosts/api-1/app/config/empty",
                            "hosts/api-1/app/config/link");
        }
    }

    /** What a program of the host does, and after it. */
    private void after(String program, String then) throws IOException {
        Path stand = programs.resolve(program);
        Files.writeString(stand, "#!/bin/sh\n/usr/bin/%s \"$@\" || exit $?\n%s\n".formatted(program, then));
        assertThat(stand.toFile().setExecutable(true)).isTrue();
    }

    private String collected() throws IOException {
        Path archive = programs.resolve("archive.tar");
        Ended ended = run("collect-files.sh", new byte[0], archive);
        assertThat(ended.exit()).as(ended.output()).isZero();
        return ConfigurationPipelines.shell(programs, "tar --list --file archive.tar");
    }

    @Test
    void files_that_are_deleted_while_they_are_collected_are_no_failure() throws IOException {
        after("find", "rm \"$ROOT/app/config/b\"");

        assertThat(collected()).contains("app/config/a dir/a file").doesNotContain("app/config/b\n");
    }

    @Test
    void what_cannot_be_read_fails_the_collection_and_is_named() throws IOException {
        Path tar = programs.resolve("tar"); // nothing is denied to root, who may be at work here
        Files.writeString(
                tar,
                "#!/bin/sh\n/usr/bin/tar \"$@\"\necho 'tar: app/config/b: Warning: Cannot open: Permission denied' >&2\n");
        assertThat(tar.toFile().setExecutable(true)).isTrue();

        Ended ended = run("collect-files.sh", new byte[0], programs.resolve("archive.tar"));

        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.output()).contains("app/config/b: Warning: Cannot open: Permission denied");
    }

    @Test
    void a_file_that_changes_while_it_is_collected_is_told_and_no_failure() throws IOException {
        Path tar = programs.resolve("tar");
        Files.writeString(
                tar,
                "#!/bin/sh\n/usr/bin/tar \"$@\"\necho 'tar: app/config/b: file changed as we read it' >&2\nexit 1\n");
        assertThat(tar.toFile().setExecutable(true)).isTrue();

        Ended ended = run("collect-files.sh", new byte[0], programs.resolve("archive.tar"));

        assertThat(ended.exit()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("app/config/b: file changed as we read it");
    }
}
