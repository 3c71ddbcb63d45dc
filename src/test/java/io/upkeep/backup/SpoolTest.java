package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SpoolTest {

    @TempDir
    Path directory;

    private final byte[] content = new byte[3 * Spool.MEMORY + 4321];
    private Spool spool;

    @BeforeEach
    void start() {
        new Random(1).nextBytes(content);
        spool = new Spool(directory.resolve("spool"));
    }

    private void write(int from, int to) throws IOException {
        for (int at = from; at < to; at += 30_000) {
            spool.write(content, at, Math.min(30_000, to - at));
        }
    }

    @Test
    void what_was_written_before_anyone_read_comes_first_and_has_no_name_on_disk() throws IOException {
        write(0, content.length - 100);
        assertThat(directory).isEmptyDirectory();
        try (InputStream in = spool.reader()) {
            assertThat(in.readNBytes(1000)).isEqualTo(Arrays.copyOf(content, 1000));
            write(content.length - 100, content.length);
            spool.close();
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 1000, content.length));
        }
    }

    @Test
    void a_reader_that_keeps_up_and_one_that_falls_behind_get_all_in_order() throws IOException {
        try (InputStream in = spool.reader()) {
            int read = 0;
            int written = 0;
            // by turns a little from memory, far more than fits into it, and back
            for (int step : new int[] {1, 100_000, 2 * Spool.MEMORY, 5, Spool.MEMORY - 200_000}) {
                write(written, written + step);
                written += step;
                int half = (written - read) / 2;
                assertThat(in.readNBytes(half)).isEqualTo(Arrays.copyOfRange(content, read, read + half));
                read += half;
            }
            assertThat(in.readNBytes(written - read)).isEqualTo(Arrays.copyOfRange(content, read, written));
            write(written, content.length);
            spool.write(7);
            spool.close();
            assertThat(in.readNBytes(content.length - written))
                    .isEqualTo(Arrays.copyOfRange(content, written, content.length));
            assertThat(in.read()).isEqualTo(7);
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void two_threads_at_their_own_pace() throws Exception {
        InputStream in = spool.reader();
        CompletableFuture<byte[]> read = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return in.readAllBytes();
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                },
                task -> new Thread(task, "reader").start());
        write(0, content.length);
        assertThat(read).as("there may be more").isNotDone();
        spool.close();
        assertThat(read.get()).isEqualTo(content);
    }

    @Test
    void a_failure_reaches_a_reader_that_waits_and_the_writer() throws Exception {
        write(0, 10);
        InputStream in = spool.reader();
        in.readNBytes(10);
        CompletableFuture<Integer> waits = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try {
                waits.complete(in.read());
            } catch (IOException e) {
                waits.completeExceptionally(e);
            }
        });
        reader.start();
        await().until(() -> reader.getState() == Thread.State.WAITING);

        spool.fail("the host is gone");

        assertThatThrownBy(waits::get).cause().hasMessage("the host is gone");
        assertThatThrownBy(() -> spool.write(content)).hasMessage("the host is gone");
        assertThatThrownBy(spool::close).hasMessage("the host is gone");
    }

    @Test
    void an_interrupted_reader_waits_no_longer() {
        InputStream in = spool.reader();
        Thread.currentThread().interrupt();
        assertThatThrownBy(in::read).isInstanceOf(java.io.InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void nobody_writes_for_a_reader_that_left() throws IOException {
        write(0, content.length);
        spool.reader().close();
        assertThatThrownBy(() -> spool.write(content)).isInstanceOf(IOException.class);
    }
}
