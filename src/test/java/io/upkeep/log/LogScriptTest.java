package io.upkeep.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.upkeep.sandbox.Started;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code manage-logs.sh} on a directory with hostile names, open files, links, a full disk, and cut off where that leaves a trace. */
class LogScriptTest {

    private static final String SCRIPT =
            Path.of("routes/pipelines/logs/manage-logs.sh").toAbsolutePath().toString();
    private static final List<String> HOSTILE =
            List.of("-rf.log", "a b.log", "new\nline.log", "$(id).log", "{}.log", "'q\".log", "*.log", ".hidden.log");

    @TempDir
    Path root;

    private Path logs;
    private int emptyMinutes = 24 * 60;

    private record Ended(int exit, String output) {}

    @BeforeEach
    void a_directory_of_logs() throws IOException {
        logs = Files.createDirectories(root.resolve("var/log/app"));
    }

    private Ended script(String work, String... before) throws IOException, InterruptedException {
        Process process = started(work, before);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    private Process started(String work, String... before) throws IOException {
        List<String> command = new java.util.ArrayList<>(List.of(before));
        command.addAll(List.of("sh", SCRIPT));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("ROOT", root.toString());
        builder.environment().put("WORK", work);
        builder.environment()
                .put(
                        "RULES",
                        "directory=/var/log/app\nconfiguration=/etc/logrotate.d/app\ncompress=10080\nremove=43200\nempty="
                                + emptyMinutes
                                + "\nfiles=50\npercent=50\npattern=*.log\npattern=*.log.*");
        Process process = Started.of(builder);
        process.getOutputStream().close();
        return process;
    }

    private String sh(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", command)
                .directory(logs.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private Path log(String name, int days) throws IOException, InterruptedException {
        Path file = logs.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, ("a line of " + name + "\n").repeat(200));
        age(file, days);
        return file;
    }

    private static void age(Path file, int days) throws IOException {
        Files.setLastModifiedTime(
                file,
                java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis() - days * 86_400_000L - 60_000));
    }

    private Path gz(Path file) {
        return file.resolveSibling(file.getFileName() + ".gz");
    }

    private String content(Path gz) throws IOException {
        try (var in = new java.util.zip.GZIPInputStream(Files.newInputStream(gz))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void hostile_names_are_compressed_whole_and_keep_their_time_and_owner() throws Exception {
        for (String name : HOSTILE) {
            log(name, 8);
            log("a dir/" + name, 8);
        }
        Path large = log("large.log", 9);
        Files.writeString(large, "0123456789abcdef\n".repeat(50_000));
        age(large, 9);
        Files.setPosixFilePermissions(large, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r-----"));
        var modified = Files.getLastModifiedTime(large).toInstant().getEpochSecond();

        Ended ended = script("compress");

        assertThat(ended.exit()).as(ended.output()).isZero();
        assertThat(ended.output())
                .contains("@@compressed " + (2 * HOSTILE.size() + 1) + " ")
                .doesNotContain("uid=");
        for (String name : HOSTILE) {
            for (Path file : List.of(logs.resolve(name), logs.resolve("a dir/" + name))) {
                assertThat(file).doesNotExist();
                assertThat(content(gz(file))).startsWith("a line of ").contains(name);
            }
        }
        assertThat(Files.getLastModifiedTime(gz(large)).toInstant().getEpochSecond())
                .isEqualTo(modified);
        assertThat(Files.getPosixFilePermissions(gz(large)))
                .isEqualTo(java.nio.file.attribute.PosixFilePermissions.fromString("rw-r-----"));
        assertThat(sh("find . -name '.upkeep*'")).isEmpty();
        assertThat(script("compress").output()).contains("@@compressed 0 0 0");
    }

    @Test
    void what_is_open_new_linked_or_no_plain_file_stays_as_it_is() throws Exception {
        Path open = log("open.log", 40);
        log("new.log", 6);
        Path oldGz = Files.move(log("gone.log", 31), logs.resolve("gone.log.gz"));
        Path youngGz = Files.move(log("young.log", 29), logs.resolve("young.log.gz"));
        Path outside = Files.writeString(root.resolve("outside.log"), "outside");
        age(outside, 40);
        sh("ln -s ../../../outside.log link.log; ln -s ../../.. up; ln ../../../outside.log hard.log; mkfifo pipe.log");
        String stays =
                "ls -i open.log new.log young.log.gz link.log up hard.log pipe.log; cat open.log; cat ../../../outside.log";
        String before = sh(stays);

        try (OutputStream writer = Files.newOutputStream(open, StandardOpenOption.APPEND)) {
            assertThat(script("look").output()).contains("@@compress 0 0\n", "@@remove 1 ", "@@end");
            assertThat(script("compress").output()).contains("@@compressed 0 0 0");
            assertThat(script("remove").output()).contains("@@removed 1 ");
            writer.flush();
        }

        assertThat(oldGz).doesNotExist();
        assertThat(youngGz).exists();
        assertThat(sh(stays)).isEqualTo(before);
        assertThat(script("compress").output()).as("closed now").contains("@@compressed 1 ");
    }

    @Test
    void empty_logs_go_a_day_later_and_only_where_nobody_writes() throws Exception {
        for (String name : List.of("empty.log", "held.log", "today.log", "empty.txt")) {
            Files.createFile(logs.resolve(name));
            age(logs.resolve(name), name.equals("today.log") ? 0 : 2);
        }
        try (OutputStream writer = Files.newOutputStream(logs.resolve("held.log"), StandardOpenOption.APPEND)) {
            assertThat(script("remove").output()).contains("@@emptied 1 0");
            writer.flush();
        }
        assertThat(sh("ls")).isEqualTo("empty.txt\nheld.log\ntoday.log\n");
    }

    @Test
    void an_empty_archive_past_both_rules_counts_once() throws Exception {
        age(Files.createFile(logs.resolve("app.log.9.gz")), 60);

        assertThat(script("look").output()).contains("@@remove 0 0", "@@empty 1 0");
        assertThat(script("remove").output()).contains("@@removed 0 0", "@@emptied 1 0");
    }

    @Test
    void an_empty_archive_is_not_kept_longer_than_a_full_one() throws Exception {
        emptyMinutes = 90 * 24 * 60;
        Path archive = Files.createFile(logs.resolve("app.log.9.gz"));
        Path log = Files.createFile(logs.resolve("app.log"));
        age(archive, 60);
        age(log, 60);

        assertThat(script("remove").output()).contains("@@removed 0 0", "@@emptied 1 0");

        assertThat(archive).doesNotExist();
        assertThat(log).exists();
    }

    @Test
    void on_a_full_disk_the_logs_stay_and_nothing_half_is_left() throws Exception {
        log("a.log", 8);
        log("b.log", 8);
        String before = sh("ls -A; cat *");

        Ended ended = script("compress", "sh", "-c", "trap '' XFSZ; ulimit -f 0; exec \"$@\"", "sh");

        assertThat(ended.exit()).as(ended.output()).isNotZero();
        assertThat(ended.output()).contains("@@left not compressed in ", "@@compressed 0 0 0");
        assertThat(sh("ls -A; cat *")).isEqualTo(before);
        assertThat(script("compress").output()).contains("@@compressed 2 ");
    }

    @Test
    void a_compression_that_was_killed_leaves_the_log_and_the_next_one_finishes() throws Exception {
        log("a.log", 8);
        log("renamed.log", 8);
        log("foreign.log", 8);
        // killed while gzip wrote; killed after the rename; somebody else's gzip was killed
        sh("mkdir .upkeep-compressing; ln a.log .upkeep-compressing/; printf half > .upkeep-compressing/a.log.gz");
        sh("gzip -k renamed.log; gzip -c foreign.log | head -c 30 > foreign.log.gz");

        Ended ended = script("compress");

        assertThat(ended.exit()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("@@left ./foreign.log: another foreign.log.gz is there", "@@compressed 2 ");
        assertThat(sh("ls -A")).isEqualTo("a.log.gz\nforeign.log\nforeign.log.gz\nrenamed.log.gz\n");
        assertThat(content(logs.resolve("a.log.gz"))).startsWith("a line of a.log");
    }

    @Test
    void a_killed_compression_is_tidied_up() throws Exception {
        Path log = log("sub/a.log", 8);
        sh(
                "mkdir sub/.upkeep-compressing; ln sub/a.log sub/.upkeep-compressing/; : > sub/.upkeep-compressing/a.log.gz");
        assertThat(script("tidy").exit()).isZero();
        assertThat(sh("find . -type f")).isEqualTo("./sub/a.log\n");
        assertThat(log).isNotEmptyFile();
    }

    @Test
    void too_much_is_not_deleted_even_when_the_look_was_long_ago() throws Exception {
        for (int i = 0; i < 12; i++) {
            Files.move(log(i + ".log", 40), logs.resolve(i + ".log.gz"));
        }
        Ended ended = script("remove");
        assertThat(ended.exit()).isNotZero();
        assertThat(ended.output()).contains("12 of 12 files would be deleted at once");
        assertThat(sh("ls | wc -l").strip()).isEqualTo("12");
    }

    @Test
    void what_is_gone_is_told_where_not_all_of_it_went() throws Exception {
        assumeThat(sh("setpriv --reuid=65534 --clear-groups true && id -u")).isEqualTo("0\n");
        for (String name : List.of("a.log", "locked/b.log", "z/c.log")) {
            Files.move(log(name, 31), gz(logs.resolve(name)));
        }
        Files.createFile(logs.resolve("empty.log"));
        age(logs.resolve("empty.log"), 2);
        sh("chown -R 65534 . ; chmod 777 . z; chmod 555 locked; chmod 755 " + root);

        Ended ended = script("remove", "setpriv", "--reuid=65534", "--clear-groups");

        assertThat(ended.exit()).as(ended.output()).isNotZero();
        assertThat(ended.output()).contains("@@removed 2 6", "@@emptied 1 0", "locked/b.log.gz");
        assertThat(sh("find . -type f")).isEqualTo("./locked/b.log.gz\n");
    }

    @Test
    @Timeout(60)
    void what_is_gone_is_told_where_the_deleting_is_killed() throws Exception {
        for (String name : List.of("a.log", "b.log", "c.log")) {
            Files.move(log(name, 31), gz(logs.resolve(name)));
        }
        // has deleted, and then all of the session is killed
        Path tools = Files.createDirectories(root.resolve("tools"));
        Files.writeString(
                tools.resolve("find"),
                "#!/bin/sh\n/usr/bin/find \"$@\" || exit\ncase $* in *-delete*) until [ -e \"$ROOT/told\" ]; do sleep 0.1; done; kill -9 0 ;; esac\n");
        sh("chmod 755 ../../../tools/find");

        Process process = started("remove", "setsid", "env", "PATH=" + tools + ":" + System.getenv("PATH"));
        StringBuilder said = new StringBuilder();
        try (var output = process.inputReader()) {
            String line = output.readLine();
            while (line != null) {
                said.append(line).append('\n');
                if (line.startsWith("@@removed 3 ")) {
                    Files.createFile(root.resolve("told"));
                }
                line = output.readLine();
            }
        }

        assertThat(said.toString())
                .startsWith("@@removed 1 ")
                .contains("@@removed 3 ")
                .doesNotContain("@@end", "@@emptied");
        assertThat(sh("ls")).isEmpty();
    }

    @Test
    void how_much_is_gone_is_told_while_it_goes_in_few_lines() throws Exception {
        for (int i = 0; i < 40; i++) {
            Files.move(log(i + ".log", 31), gz(logs.resolve(i + ".log")));
        }
        for (int i = 0; i < 60; i++) {
            log("new-" + i + ".log", 1);
        }
        Ended ended = script("remove");
        assertThat(ended.exit()).as(ended.output()).isZero();
        assertThat(ended.output())
                .containsPattern("@@removed 40 \\d+\n@@emptied 0 0\n@@end\n$")
                .contains("@@removed 10 ");
        assertThat(ended.output().lines()).hasSizeLessThan(30);
    }

    @Test
    void a_rotation_that_fails_half_way_tells_what_it_rotated_and_what_it_freed_by_itself() throws Exception {
        log("a.log.1", 1);
        Path tools = Files.createDirectories(root.resolve("tools"));
        Files.writeString(
                tools.resolve("logrotate"),
                "#!/bin/sh\necho '  log needs rotating'; gzip a.log.1; echo 'error: failed to rename' >&2; exit 1\n");
        sh("chmod 755 ../../../tools/logrotate");

        Ended ended = script("rotate", "env", "PATH=" + tools + ":" + System.getenv("PATH"));

        assertThat(ended.exit()).as(ended.output()).isNotZero();
        assertThat(ended.output())
                .containsPattern("@@rotated 1 3600 \\d{2,3}\n")
                .contains("error: failed to rename", "logrotate failed; mend /etc/logrotate.d/app");
    }

    @Test
    void a_directory_that_cannot_be_written_fails_and_keeps_its_logs() throws Exception {
        assumeThat(sh("setpriv --reuid=65534 --clear-groups true && id -u")).isEqualTo("0\n");
        log("locked/a.log", 8);
        sh("chown -R 65534 . ; chmod 777 . ; chmod 555 locked; chmod 755 " + root);
        Ended ended = script("compress", "setpriv", "--reuid=65534", "--clear-groups");
        assertThat(ended.exit()).as(ended.output()).isNotZero();
        assertThat(ended.output()).contains("@@left nothing can be written in ");
        assertThat(sh("ls -A locked")).isEqualTo("a.log\n");
    }
}
