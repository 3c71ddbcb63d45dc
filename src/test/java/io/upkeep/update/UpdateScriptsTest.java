package io.upkeep.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.sandbox.Started;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scripts that update a host, on a tree of their own and cut off where that leaves a different state. */
class UpdateScriptsTest {

    private static final Path SCRIPTS = Path.of("routes/pipelines/updates").toAbsolutePath();
    private static final Path SANDBOX = Path.of("src/test/resources/sandbox").toAbsolutePath();

    @TempDir
    Path root;

    @TempDir
    Path shims;

    private record Ended(int exit, String output) {}

    @BeforeEach
    void a_host() throws IOException {
        copy(SANDBOX.resolve("host"), root);
        copy(SANDBOX.resolve("shims"), shims);
        try (Stream<Path> all = Files.list(shims)) {
            all.forEach(shim -> assertThat(shim.toFile().setExecutable(true)).isTrue());
        }
        Files.createDirectories(root.resolve("var/log"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.filter(Files::isRegularFile).forEach(file -> {
                try {
                    Path target = to.resolve(from.relativize(file).toString());
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private Ended run(String script, Map<String, String> more) throws IOException, InterruptedException {
        return run(script, more, "");
    }

    private Ended run(String script, Map<String, String> more, String input) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("sh", SCRIPTS.resolve(script).toString()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "ROOT", root.toString(),
                        "RUN_ID", "7f1c0d6e",
                        "SCOPE", "security",
                        "GRACE", "0",
                        "PATH", shims + ":/usr/bin:/bin"));
        builder.environment().putAll(more);
        Process process = Started.of(builder);
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    private Ended succeeds(String script) throws IOException, InterruptedException {
        Ended ended = run(script, Map.of());
        assertThat(ended.exit()).as(script + ": " + ended.output()).isZero();
        return ended;
    }

    private String installed() throws IOException {
        return Files.readString(root.resolve("var/lib/dpkg/installed"));
    }

    private void rewrite(String file, String from, String to) throws IOException {
        Path path = root.resolve(file);
        assertThat(Files.readString(path)).contains(from);
        Files.writeString(path, Files.readString(path).replace(from, to));
    }

    @Test
    void an_upgrade_that_was_cut_off_goes_on_with_the_packages_it_began_with() throws Exception {
        String before = installed();
        succeeds("upgrade-packages.sh");
        rewrite("var/lib/dpkg/installed", "openssl 3.0.15-1~deb12u1 installed", "openssl 3.0.15-1~deb12u1 unpacked");
        Files.writeString(
                root.resolve("var/lib/apt/available"),
                Files.readString(root.resolve("var/lib/apt/available"))
                        + "libssl3 3.0.16-1 Debian-Security:12/stable-security\n");

        succeeds("upgrade-packages.sh");

        assertThat(installed()).contains("openssl 3.0.15-1~deb12u1 installed", "libssl3 3.0.15-1~deb12u1 installed");
        succeeds("check-packages.sh");
        succeeds("put-packages-back.sh");
        assertThat(installed()).isEqualTo(before);
        succeeds("put-packages-back.sh");
        assertThat(installed()).isEqualTo(before);
    }

    @Test
    void a_service_that_ran_before_the_update_and_does_not_now_leaves_the_host_unsound() throws Exception {
        Files.writeString(root.resolve("run/systemd/units/cron"), "inactive\n");
        succeeds("upgrade-packages.sh");
        succeeds("check-packages.sh");
        Files.writeString(root.resolve("run/systemd/units/nginx"), "inactive\n");

        Ended ended = run("check-packages.sh", Map.of());

        assertThat(ended.exit()).isNotZero();
        assertThat(ended.output())
                .contains("nginx.service ran before the update and does not run now; see journalctl -u nginx.service")
                .doesNotContain("cron");
    }

    @Test
    void packages_come_back_from_what_was_kept_when_the_archive_has_dropped_them() throws Exception {
        String before = installed();
        succeeds("upgrade-packages.sh");
        rewrite("var/lib/apt/available", "libssl3 3.0.14-1~deb12u2 Debian:12.7/stable\n", "");
        Files.createFile(root.resolve("run/sandbox/apt-offline"));

        succeeds("put-packages-back.sh");

        assertThat(installed()).isEqualTo(before);
    }

    @Test
    void nothing_is_updated_that_could_not_come_back() throws Exception {
        String before = installed();
        rewrite("var/lib/apt/available", "libssl3 3.0.14-1~deb12u2 Debian:12.7/stable\n", "");

        Ended ended = run("upgrade-packages.sh", Map.of());

        assertThat(ended.exit()).isNotZero();
        assertThat(ended.output()).contains("libssl3 3.0.14-1~deb12u2 cannot be had again", "dpkg-repack");
        assertThat(installed()).isEqualTo(before);
        assertThat(succeeds("put-packages-back.sh").output()).contains("not touched");
    }

    @Test
    void a_package_that_an_update_adds_is_removed_again() throws Exception {
        String before = installed();
        rewrite("var/lib/apt/available", "linux-image-amd64 6.1.112-1 Debian:12.7/stable\n", """
                linux-image-amd64 6.1.112-1 Debian:12.7/stable
                linux-image-6.1.0-28-amd64 6.1.119-1 Debian-Security:12/stable-security
                linux-image-amd64 6.1.119-1 Debian-Security:12/stable-security needs=linux-image-6.1.0-28-amd64
                """);

        assertThat(succeeds("upgrade-packages.sh").output())
                .contains(
                        "@@installed linux-image-6.1.0-28-amd64: none -> 6.1.119-1\n",
                        "@@updated linux-image-amd64: 6.1.112-1 -> 6.1.119-1\n");
        assertThat(installed()).contains("linux-image-6.1.0-28-amd64 6.1.119-1 installed");
        succeeds("check-packages.sh");
        assertThat(succeeds("put-packages-back.sh").output())
                .contains(
                        "@@removed linux-image-6.1.0-28-amd64: 6.1.119-1 -> none\n",
                        "@@put-back linux-image-amd64: 6.1.119-1 -> 6.1.112-1\n");
        assertThat(installed()).isEqualTo(before);
    }

    @Test
    void npm_packages_with_known_vulnerabilities_are_told_as_such() throws Exception {
        Files.createFile(root.resolve("run/sandbox/npm-vulnerable"));

        Ended ended = run("update-dependencies.sh", Map.of());

        assertThat(ended.exit()).isNotZero();
        assertThat(ended.output()).contains("1 high severity vulnerability", "npm's audit finds known vulnerabilities");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "list | error NU1301: no service index | 1 | cannot say which packages are vulnerable",
                "list package --vulnerable --include-transitive | ' > Npgsql 8.0.3 High' | 0 | have known vulnerabilities",
                "test | Failed! 1 of 42 | 1 | the tests of the .NET project fail"
            })
    void what_dotnet_has_against_the_new_versions_is_told_and_a_list_that_fails_is_not_a_clean_one(
            String command, String says, int exit, String told) throws Exception {
        Files.writeString(
                shims.resolve("dotnet"),
                "#!/bin/sh\ncase \"$*\" in '%s'*) echo '%s'; exit %d ;; esac\n".formatted(command, says, exit));

        Ended ended = run("update-dependencies.sh", Map.of());

        assertThat(ended.exit()).as(ended.output()).isNotZero();
        assertThat(ended.output()).contains(says, told);
    }

    @Test
    void on_a_way_back_the_last_server_goes_on_serving_and_that_is_no_error() throws Exception {
        Path upstream = root.resolve("etc/nginx/conf.d/virtual-queue.conf");
        assertThat(run("drain-hosts.sh", Map.of("WAVE", "api-1", "DRAINED", "where-possible"))
                        .output())
                .contains("@@drained where-possible api-1");
        String before = Files.readString(upstream);
        assertThat(before).contains("server api-1:8080 max_fails=3 fail_timeout=10s down; #");

        Ended last = run("drain-hosts.sh", Map.of("WAVE", "api-2", "DRAINED", "where-possible"));

        assertThat(last.exit()).as(last.output()).isZero();
        assertThat(last.output()).contains("@@serving api-2").doesNotContain("@@drained");
        assertThat(Files.readString(upstream)).isEqualTo(before);
    }

    @Test
    void only_a_host_whose_packages_the_run_began_to_change_is_one_to_be_put_back() throws Exception {
        assertThat(succeeds("find-touched.sh").output()).isEqualTo("not touched\n");
        succeeds("upgrade-packages.sh");
        assertThat(succeeds("find-touched.sh").output()).isEqualTo("touched\n");
    }

    @Test
    void a_policy_s_new_directory_can_be_read_as_the_file_can_and_goes_with_it() throws Exception {
        Ended ended = run("apply-policies.sh", Map.of(), """
                @@file etc/new/deep/10-x.conf
                |umask 027
                @@file etc/new/20-y.conf
                |umask 027
                """);

        assertThat(ended.exit()).as(ended.output()).isZero();
        for (String directory : List.of("etc/new", "etc/new/deep")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(directory))))
                    .as(directory)
                    .isEqualTo("rwxr-xr-x");
        }
        succeeds("put-policies-back.sh");
        assertThat(root.resolve("etc/new")).doesNotExist();
        assertThat(root.resolve("etc/nginx")).exists();
    }

    @Test
    void a_directory_in_which_somebody_else_has_put_something_stays() throws Exception {
        run("apply-policies.sh", Map.of(), "@@file etc/new/10-x.conf\n|umask 027\n");
        Files.writeString(root.resolve("etc/new/somebody-else-s"), "");

        succeeds("put-policies-back.sh");

        assertThat(root.resolve("etc/new/10-x.conf")).doesNotExist();
        assertThat(root.resolve("etc/new/somebody-else-s")).exists();
    }

    @Test
    void policy_files_count_as_put_back_only_when_all_of_them_are_as_before() throws Exception {
        Path kept = root.resolve("var/lib/upkeep/7f1c0d6e/policies/before");
        Files.createDirectories(kept);
        Path changed = root.resolve("etc/nginx/conf.d/virtual-queue.conf");
        Files.copy(changed, kept.resolve("1"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(kept.resolve("1.name"), "etc/nginx/conf.d/virtual-queue.conf\n");
        Files.writeString(kept.resolve("2.name"), "etc/nginx/conf.d/60-headers.conf\n");
        Path added = root.resolve("etc/nginx/conf.d/60-headers.conf");

        assertThat(succeeds("check-policies-back.sh").output()).isEqualTo("""
                @@as before etc/nginx/conf.d/virtual-queue.conf
                @@as before etc/nginx/conf.d/60-headers.conf
                """);
        Files.writeString(added, "server_tokens off;\n");
        assertThat(run("check-policies-back.sh", Map.of()).output())
                .contains("/etc/nginx/conf.d/60-headers.conf is still there");
        Files.writeString(changed, "#\n", java.nio.file.StandardOpenOption.APPEND);
        Ended other = run("check-policies-back.sh", Map.of());
        assertThat(other.exit()).isNotZero();
        assertThat(other.output()).contains("/etc/nginx/conf.d/virtual-queue.conf is not as it was");
        succeeds("put-policies-back.sh");
        succeeds("check-policies-back.sh");
    }

    @Test
    void a_balancer_is_drained_and_filled_again_byte_by_byte_but_never_emptied() throws Exception {
        Path upstream = root.resolve("etc/nginx/conf.d/virtual-queue.conf");
        String before = Files.readString(upstream);

        assertThat(run("drain-hosts.sh", Map.of("WAVE", "api-1", "DRAINED", "yes"))
                        .exit())
                .isZero();
        assertThat(run("drain-hosts.sh", Map.of("WAVE", "api-1", "DRAINED", "yes"))
                        .output())
                .contains("nothing to change");
        assertThat(Files.readString(upstream)).contains("server api-1:8080 max_fails=3 fail_timeout=10s down; #");
        assertThat(run("drain-hosts.sh", Map.of("WAVE", "api-2", "DRAINED", "yes"))
                        .output())
                .contains("upstream virtual_queue_api would have no server left without api-2");
        assertThat(run("drain-hosts.sh", Map.of("WAVE", "api-1", "DRAINED", "no"))
                        .exit())
                .isZero();

        assertThat(Files.readString(upstream)).isEqualTo(before);
    }
}
