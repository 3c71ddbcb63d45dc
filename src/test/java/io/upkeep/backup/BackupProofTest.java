package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upkeep.backup.seal.Seal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A proof whose run is stopped in the middle: the catalogue keeps what it says. */
class BackupProofTest {

    private static final UUID ID = UUID.randomUUID();
    private static final UUID RUN = UUID.randomUUID();
    private static final Map<String, Object> NAMED =
            Map.of("id", ID.toString(), "runId", RUN.toString(), "series", "files");

    @TempDir
    Path directory;

    private final List<String> changes = new ArrayList<>();
    private boolean isStopped;
    private Backup stored;
    private BackupProof proof;

    @BeforeEach
    void a_backup_that_was_fetched() throws IOException {
        WorkDirectory work = new WorkDirectory(directory.resolve("work"));
        proof = new BackupProof(catalogue(), work, Seal.NONE, Clock.systemUTC(), "");
        Path file = directory.resolve("stored");
        try (ArchiveWriter writer = new ArchiveWriter(file)) {
            Manifest.Source source =
                    HostTar.add(writer, "hosts/api-1", new Tars().file("a", "content").stream(), List.of());
            Manifest manifest = new Manifest(
                    1,
                    ID,
                    "p",
                    RUN,
                    Instant.EPOCH,
                    List.of(source),
                    writer.entries(),
                    writer.finish("files/a.tar.zst"));
            stored = new Backup(
                    ID,
                    RUN,
                    "p",
                    "files",
                    BackupState.UPLOADED,
                    Instant.EPOCH,
                    Instant.EPOCH,
                    "files/a.tar.zst",
                    "files/a.json",
                    null,
                    manifest.archive().sha256(),
                    manifest.archive().bytes(),
                    1,
                    null,
                    null,
                    null,
                    null);
            proof.fetch(
                    NAMED,
                    "manifest",
                    new ByteArrayInputStream(ManifestJson.text(manifest).getBytes(StandardCharsets.UTF_8)));
        }
        proof.fetch(NAMED, "archive", Files.newInputStream(file));
    }

    /** It is asked before the archive is read: that is when the stop comes. */
    private Backups catalogue() {
        return (Backups) Proxy.newProxyInstance(
                Backups.class.getClassLoader(), new Class<?>[] {Backups.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("find")) {
                        changes.add(method.getName());
                        return null;
                    }
                    if (isStopped) {
                        Thread.currentThread().interrupt();
                    }
                    return Optional.of(stored);
                });
    }

    @AfterEach
    void go_on() {
        Thread.interrupted();
    }

    @Test
    void a_backup_that_is_as_promised_is_proven() {
        assertThat(proof.prove(NAMED)).containsEntry("verdict", "VERIFIED");
        assertThat(changes).containsExactly("proven");
    }

    @Test
    void a_proof_that_is_cut_off_says_nothing_about_the_backup() {
        isStopped = true;

        assertThatThrownBy(() -> proof.prove(NAMED)).isInstanceOf(UncheckedIOException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(changes).isEmpty();
        assertThat(directory.resolve("work/" + RUN + "/fetched-" + ID)).doesNotExist();
    }

    @Test
    void a_fetching_that_is_cut_off_says_nothing_about_the_store() throws Exception {
        IllegalStateException cutOff = new IllegalStateException(new InterruptedException("stopped"));
        assertThatThrownBy(() -> proof.notFetched(NAMED, cutOff)).isSameAs(cutOff);
        assertThat(changes).isEmpty();

        assertThat(proof.notFetched(NAMED, new IllegalStateException("refused")))
                .containsEntry("verdict", "NOT_POSSIBLE");
        assertThat(changes).containsExactly("note");
    }
}
