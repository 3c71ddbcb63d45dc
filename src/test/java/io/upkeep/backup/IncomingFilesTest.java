package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.upkeep.backup.seal.Seal;
import io.upkeep.target.HostStreams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class IncomingFilesTest {

    private final AtomicReference<Backup> entered = new AtomicReference<>();

    @TempDir
    Path directory;

    private BackupArchive archive;
    private Map<String, Object> backup;
    private HostStreams streams;

    @BeforeEach
    void begin() {
        WorkDirectory work = new WorkDirectory(directory);
        OnlyTaken backups = new OnlyTaken(entered);
        archive = new BackupArchive(work, backups, new BackupTaking(work, backups, Seal.NONE), null, Clock.systemUTC());
        backup = archive.begin(UUID.randomUUID().toString(), "back-up-files", "files");
        streams = archive.takingFiles(backup, "/app,/etc");
    }

    @AfterEach
    void no_thread_is_left() {
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("archive-")));
    }

    private static byte[] tar(String name) {
        return new Tars().file("app/" + name, name.repeat(1000)).bytes();
    }

    private void send(String host, byte[] tar) throws IOException {
        try (OutputStream out = streams.of(host)) {
            out.write(tar);
        }
    }

    @Test
    void hosts_that_send_in_any_order_become_one_sorted_archive_when_all_have_ended() throws IOException {
        streams.begin(List.of("web-1", "api-2", "api-1"));
        byte[] last = tar("w");
        OutputStream web = streams.of("web-1");
        web.write(last, 0, 700);
        send("api-2", tar("2"));
        web.write(last, 700, last.length - 700);
        web.close();
        send("api-1", tar("1"));
        assertThat(entered).as("not all have said so").hasNullValue();

        streams.end(true);
        Map<String, Object> taken = archive.taken(backup);

        assertThat(taken).containsEntry("entries", 3);
        assertThat(taken.get("missing")).isEqualTo(List.of("hosts/api-1: etc", "hosts/api-2: etc", "hosts/web-1: etc"));
        assertThat(entered.get().state()).isEqualTo(BackupState.TAKEN);
        Manifest manifest = ManifestJson.read(archive.file(taken).toPath().resolveSibling(BackupTaking.MANIFEST));
        assertThat(manifest.entries())
                .extracting(Manifest.Entry::path)
                .containsExactly("hosts/api-1/app/1", "hosts/api-2/app/2", "hosts/web-1/app/w");
        try (InputStream stored = Files.newInputStream(archive.file(taken).toPath())) {
            assertThat(Verification.verify(stored, manifest)).isInstanceOf(Verification.Intact.class);
        }
    }

    @Test
    void a_host_that_fails_after_others_have_sent_all_leaves_no_backup() throws IOException {
        streams.begin(List.of("api-1", "api-2"));
        send("api-1", tar("1"));
        OutputStream half = streams.of("api-2");
        half.write(tar("2"));

        streams.end(false);

        assertThatThrownBy(() -> archive.taken(backup)).hasMessageContaining("not every host has sent all");
        assertThatThrownBy(() -> half.write(1)).as("it comes too late").isInstanceOf(IOException.class);
        assertThat(entered).hasNullValue();
        assertThat(archive.file(backup).toPath().resolveSibling(BackupTaking.MANIFEST))
                .doesNotExist();
    }

    @Test
    void a_host_that_said_it_failed_after_its_whole_tar_leaves_no_backup() throws IOException {
        streams.begin(List.of("api-1"));
        streams.of("api-1").write(tar("1"));

        streams.end(false);

        assertThatThrownBy(() -> archive.taken(backup)).isInstanceOf(RuntimeException.class);
        assertThat(entered).hasNullValue();
    }

    @Test
    void a_tar_that_is_cut_off_is_refused_though_its_host_says_that_it_is_whole() throws IOException {
        streams.begin(List.of("api-1"));
        send("api-1", Arrays.copyOf(tar("1"), 1024));
        streams.end(true);
        assertThatThrownBy(() -> archive.taken(backup))
                .isInstanceOf(BackupRefused.class)
                .hasMessageContaining("hosts/api-1: what the host sent is not a whole tar");
        assertThat(entered).hasNullValue();
    }

    @Test
    void hosts_learn_why_nobody_wants_what_they_send() throws IOException {
        streams.begin(List.of("api-1", "api-2"));
        OutputStream good = streams.of("api-2");
        OutputStream hostile = streams.of("api-1");
        hostile.write(new Tars().file("../evil", "x").bytes());
        await().untilAsserted(() -> assertThatThrownBy(() -> good.write(new byte[100]))
                .hasMessageContaining("hosts/api-1")
                .hasMessageContaining("evil"));
        streams.end(false);
        assertThat(entered).hasNullValue();
    }

    @Test
    void a_run_that_is_cancelled_does_not_wait_for_the_rest() {
        streams.begin(List.of("api-1"));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> archive.taken(backup))
                .hasMessageContaining("interrupted before the archive was whole");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(entered).hasNullValue();
    }
}
