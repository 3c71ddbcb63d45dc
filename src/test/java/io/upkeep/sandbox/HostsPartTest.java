package io.upkeep.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.apache.sshd.common.SshException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostsPartTest {

    private final Sandbox sandbox = Sandbox.shared();

    @AfterEach
    void heal() {
        sandbox.healAll();
    }

    @Test
    void a_script_sees_its_own_tree_and_a_clean_environment() throws IOException {
        var result =
                run("api-1", "hostname; cat \"$ROOT/app/config/VERSION\"; env | cut -d= -f1 | sort | tr '\\n' ' '");

        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .startsWith("api-1\n1.0.0\n")
                .contains("HOME PATH")
                .doesNotContain("JAVA");
        assertThat(result.exit()).isZero();
    }

    @Test
    void exit_codes_and_both_streams_arrive() throws IOException {
        var result = run("web-1", "echo out; echo err >&2; exit 7");

        assertThat(result).isEqualTo(new SshClients.Result(7, "out\n", "err\n"));
    }

    @Test
    void shims_answer_believably_and_note_their_calls() throws IOException {
        assertThat(run("web-1", "nginx -t").exit()).isZero();
        assertThat(run("api-1", "kubectl get all -o yaml").out())
                .startsWith("apiVersion: v1\nitems:\n- apiVersion: v1\n  kind: Pod")
                .contains("- apiVersion: apps/v1\n  kind: Deployment");
        assertThat(run("api-1", "apt-get -s dist-upgrade | grep -c ^Inst").out().strip())
                .isEqualTo("3");
        assertThat(run("api-2", "systemctl is-active nginx").out()).isEqualTo("active\n");
        assertThat(sandbox.hosts().host("web-1").tree().read("var/log/shims.log"))
                .contains("nginx -t");
    }

    @Test
    void a_broken_nginx_configuration_is_found() throws IOException {
        HostTree tree = sandbox.hosts().host("web-1").tree();
        String good = tree.read("etc/nginx/nginx.conf");
        tree.write("etc/nginx/nginx.conf", good.replace("sendfile on;", "sendfile on"));

        assertThat(run("web-1", "nginx -t").err()).contains("\"sendfile\" is not terminated", "nginx.conf:12");
        tree.write("etc/nginx/nginx.conf", good);
    }

    @Test
    void a_host_that_is_down_refuses_and_comes_back() throws IOException {
        sandbox.breakPart("api-1", SshHost.DOWN);
        assertThatThrownBy(() -> run("api-1", "true")).isInstanceOf(IOException.class);

        sandbox.heal("api-1");
        assertThat(run("api-1", "true").exit()).isZero();
    }

    @Test
    void another_host_key_is_refused_by_a_strict_client() throws IOException {
        sandbox.breakPart("api-1", SshHost.OTHER_KEY);
        assertThatThrownBy(() -> run("api-1", "true"))
                .isInstanceOf(SshException.class)
                .hasMessageContaining("key");

        sandbox.heal("api-1");
        assertThat(run("api-1", "true").exit()).isZero();
    }

    @Test
    void a_hanging_host_never_ends_a_command() throws IOException {
        sandbox.breakPart("api-1", SshHost.HANG);

        assertThat(SshClients.run(sandbox.hosts(), "api-1", "true", Duration.ofMillis(300))
                        .exit())
                .isNull();
    }

    @Test
    void a_full_disk_fails_writes_and_shows_in_df() throws IOException {
        sandbox.breakPart("api-1", SshHost.DISK_FULL);
        var full = run(
                "api-1",
                "set -eu; df -PB1 -l | tail -1; systemctl is-active nginx;"
                        + " head -c 8192 /dev/zero | cat; echo x > \"$ROOT/app/config/new.json\"");
        assertThat(full.out()).contains(" 100% /var\nactive\n");
        assertThat(full.exit()).isNotZero();

        sandbox.heal("api-1");
        assertThat(run("api-1", "df -PB1 -l | tail -1; rm -f $ROOT/app/config/new.json")
                        .out())
                .contains(" 38% /var");
    }

    @Test
    void a_closed_channel_kills_everything_the_script_started() throws IOException {
        var marker = sandbox.hosts().host("api-1").tree().path("home/upkeep/alive");

        var result = SshClients.run(
                sandbox.hosts(), "api-1", "mkfifo alive; (cat alive; :) & echo $!; wait", Duration.ofMillis(500));

        assertThat(result.exit()).isNull();
        long child = Long.parseLong(result.out().strip());
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> ProcessHandle.of(child).isEmpty());
        assertThat(marker.toFile().delete()).isTrue();
    }

    @Test
    void a_closed_channel_kills_also_those_whose_parent_has_ended() throws IOException {
        var orphan = sandbox.hosts().host("api-1").tree().path("home/upkeep/orphan");

        // the shell in between ends at once; it hangs on a pipe that nobody opens for writing
        var result = SshClients.run(
                sandbox.hosts(),
                "api-1",
                "mkfifo orphan; sh -c 'cat orphan >/dev/null 2>&1 & echo $!'; cat orphan",
                Duration.ofMillis(500));

        assertThat(result.exit()).isNull();
        long child = Long.parseLong(result.out().strip());
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() ->
                        !ProcessHandle.of(child).map(ProcessHandle::isAlive).orElse(false));
        assertThat(orphan.toFile().delete()).isTrue();
    }

    @Test
    void a_broken_configuration_of_log_rotation_is_refused_by_file_and_line() throws IOException {
        HostTree tree = sandbox.hosts().host("web-1").tree();
        String good = tree.read("etc/logrotate.d/virtual-queue");
        String file = tree.path("etc/logrotate.d/virtual-queue").toString();
        try {
            assertThat(rotated(tree, good.replace("{", "")))
                    .isEqualTo("1 error: " + file + ":1 unexpected } (missing previous '{')\n");
            assertThat(rotated(tree, good + "}\n")).isEqualTo("1 error: " + file + ":8 unexpected }\n");
            assertThat(rotated(tree, good.replace("rotate 7", "rotate seven")))
                    .startsWith("1 error: " + file + ":3 bad rotation count 'seven'\nerror: found error in ");
            assertThat(rotated(tree, good.replace("missingok", "{ missingok")))
                    .startsWith("1 error: " + file + ":5 lines must begin with a keyword or a filename");
            assertThat(rotated(tree, good.replace("missingok", "postrotate\n  reload } it")))
                    .startsWith("1 error: " + file + ":prerotate, postrotate or preremove without endscript\n");
            // as the real one: it ignores what it does not know, and says so
            assertThat(rotated(tree, "# times\n" + good.replace("daily", "dayly")))
                    .isEqualTo("0 error: " + file + ":3 unknown option 'dayly' -- ignoring line\n");
            assertThat(rotated(tree, good.replace("missingok", "postrotate\n  reload } it\n  endscript")))
                    .isEqualTo("0 ");
        } finally {
            tree.write("etc/logrotate.d/virtual-queue", good);
        }
    }

    private String rotated(HostTree tree, String configuration) throws IOException {
        tree.write("etc/logrotate.d/virtual-queue", configuration);
        var result = run("web-1", "logrotate -f \"$ROOT/etc/logrotate.d/virtual-queue\"");
        return result.exit() + " " + result.err();
    }

    @Test
    void log_rotation_really_rotates() throws IOException {
        HostTree tree = sandbox.hosts().host("api-2").tree();
        String newest = tree.read("var/log/virtual-queue/api.log");

        var result = run("api-2", "logrotate -f \"$ROOT/etc/logrotate.d/virtual-queue\"");

        assertThat(result.exit()).isZero();
        assertThat(result.out()).contains("log needs rotating");
        assertThat(tree.read("var/log/virtual-queue/api.log")).isEmpty();
        assertThat(tree.read("var/log/virtual-queue/api.log.1")).isEqualTo(newest);
        assertThat(tree.path("var/log/virtual-queue/api.log.4.gz")).exists();
    }

    @Test
    void more_hosts_are_cheap() throws IOException {
        var added = sandbox.hosts().addHosts("bench", 20);

        assertThat(run("bench-20", "hostname; head -c 3000000 /dev/zero | wc -c")
                        .out())
                .isEqualTo("bench-20\n3000000\n");
        assertThat(added)
                .hasSize(20)
                .allSatisfy(host -> assertThat(host.state()).isEqualTo("healthy"));
        sandbox.hosts().removeHosts("bench");
        assertThat(sandbox.hosts().all()).hasSize(4);
    }

    private SshClients.Result run(String host, String command) throws IOException {
        return SshClients.run(sandbox.hosts(), host, command);
    }
}
