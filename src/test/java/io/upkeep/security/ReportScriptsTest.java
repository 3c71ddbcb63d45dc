package io.upkeep.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.sandbox.Started;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts that look at a host, on a file tree of their own, with a {@code find} that can fail. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReportScriptsTest {

    @TempDir
    Path root;

    @TempDir
    Path programs;

    @BeforeEach
    void a_host() throws IOException {
        program("dpkg", ""); // that of this machine takes its time
        Files.createDirectories(root.resolve("etc/nginx"));
        Files.writeString(root.resolve("etc/passwd"), "root:x:0:0::/root:/bin/sh\n");
        Files.writeString(root.resolve("etc/shadow"), "root:*:1::::::\n");
        Files.writeString(root.resolve("etc/nginx/broken.pem"), "no certificate\n");
        Path setuid = Files.writeString(root.resolve("etc/seen"), "");
        assertThat(shell("chmod 4755 " + setuid)).isEmpty();
        Files.createDirectories(root.resolve("var/spool/virtual-queue"));
        Files.writeString(root.resolve("var/spool/virtual-queue/one"), "");
    }

    /** Found before the machine's own. */
    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private String shell(String command) throws IOException {
        return said(new ProcessBuilder("sh", "-c", command).directory(root.toFile()));
    }

    private static String said(ProcessBuilder builder) throws IOException {
        return new String(
                Started.of(builder.redirectErrorStream(true)).getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private String report(String script) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                "sh",
                "-c",
                "sh \"$1\"; echo \"@@exit $?\"",
                "sh",
                Path.of("routes/pipelines", script).toString());
        builder.environment().putAll(Map.of("ROOT", root.toString(), "PATH", programs + ":/usr/bin:/bin"));
        return said(builder);
    }

    /** It tells what it comes to, and that this is not all. */
    private void findFails(String... places) throws IOException {
        StringBuilder script = new StringBuilder("/usr/bin/find \"$@\"\n");
        for (String place : places) {
            script.append("echo \"find: './%s': Permission denied\" >&2%n".formatted(place));
        }
        program("find", script + "exit 1\n");
    }

    private static String section(String report, String name) {
        int begin = report.indexOf("@@section " + name + "\n");
        assertThat(begin).as(report).isNotNegative();
        return report.substring(begin, report.indexOf("@@status", begin) + "@@status 0".length());
    }

    @Test
    void setuid_files_that_find_did_not_come_to_are_not_gone() throws IOException {
        assertThat(section(report("security/activity-report.sh"), "setuid"))
                .contains("/etc/seen")
                .endsWith("@@status 0");

        findFails("c");

        assertThat(section(report("security/activity-report.sh"), "setuid"))
                .contains("/etc/seen")
                .endsWith("@@status 1");
    }

    @Test
    void a_mount_that_root_may_not_see_hides_no_setuid_file() throws IOException {
        Files.createDirectories(root.resolve("proc"));
        Files.writeString(root.resolve("proc/mounts"), "upkeep@files:/ /mnt/remote fuse.sshfs rw,user_id=1000 0 0\n");
        findFails("mnt/remote");
        assertThat(section(report("security/activity-report.sh"), "setuid"))
                .contains("/etc/seen")
                .endsWith("@@status 0");

        findFails("mnt/remote", "mnt");

        assertThat(section(report("security/activity-report.sh"), "setuid"))
                .contains("/etc/seen")
                .endsWith("@@status 1");
    }

    @Test
    void certificates_that_find_did_not_come_to_are_not_passed_over() throws IOException {
        program("openssl", "echo notAfter=Jan  1 00:00:00 2030 GMT\n");
        assertThat(section(report("security/audit-report.sh"), "certificates"))
                .contains(" /etc/nginx/broken.pem")
                .endsWith("@@status 0");

        findFails("c");

        assertThat(section(report("security/audit-report.sh"), "certificates"))
                .contains(" /etc/nginx/broken.pem")
                .endsWith("@@status 1");
    }

    @Test
    void a_link_to_a_directory_above_keeps_no_certificate_from_being_judged() throws IOException {
        program("openssl", "echo notAfter=Jan  1 00:00:00 2030 GMT\n");
        Files.createSymbolicLink(root.resolve("etc/nginx/above"), Path.of(".."));
        Files.createSymbolicLink(root.resolve("etc/nginx/itself"), Path.of("."));

        assertThat(section(report("security/audit-report.sh"), "certificates"))
                .contains(" /etc/nginx/broken.pem")
                .endsWith("@@status 0");
    }

    @Test
    void a_spool_that_cannot_be_counted_is_not_taken_for_a_short_one() throws IOException {
        assertThat(report("health/check-spool.sh")).isEqualTo("1\n@@exit 0\n");

        findFails("c");

        assertThat(report("health/check-spool.sh"))
                .contains("Permission denied", "@@exit 1")
                .doesNotContain("1\n@@exit 0");
    }
}
