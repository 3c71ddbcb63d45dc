package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WriteBehindTest {

    private static final int MOST_ON_THE_WAY = WriteBehind.BLOCKS * WriteBehind.BLOCK;

    private final String name = "write-behind-" + UUID.randomUUID();

    @AfterEach
    void no_thread_is_left() {
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain(name);
    }

    /** Stands still in its first write until it may go on. */
    private static final class Gate extends OutputStream {

        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private volatile IOException failure;
        private int closings;

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            reached.countDown();
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new InterruptedIOException("nobody has to interrupt the other side");
            }
            if (failure != null) {
                throw failure;
            }
            written.write(bytes, offset, length);
        }

        @Override
        public void close() {
            closings++;
        }

        Gate opened() {
            open.countDown();
            return this;
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {0, 1, WriteBehind.BLOCK - 1, WriteBehind.BLOCK, WriteBehind.BLOCK + 1, 20 * WriteBehind.BLOCK + 7})
    void what_is_written_arrives_whole_and_in_order(int size) throws IOException {
        byte[] content = new byte[size];
        Random random = new Random(size);
        random.nextBytes(content);
        Gate gate = new Gate().opened();
        try (WriteBehind behind = new WriteBehind(gate, name)) {
            int at = 0;
            while (at < size) {
                if (random.nextInt(10) == 0) {
                    behind.write(content[at++]);
                    continue;
                }
                int length = Math.min(size - at, random.nextInt(2 * WriteBehind.BLOCK));
                behind.write(content, at, length);
                at += length;
            }
        }

        assertThat(gate.written.toByteArray()).isEqualTo(content);
        assertThat(gate.closings).isEqualTo(1);
    }

    @Test
    void it_is_written_by_another_thread() throws IOException {
        AtomicReference<String> writing = new AtomicReference<>();
        OutputStream to = new OutputStream() {
            @Override
            public void write(int value) {
                writing.set(Thread.currentThread().getName());
            }
        };
        try (WriteBehind behind = new WriteBehind(to, name)) {
            behind.write(1);
        }

        assertThat(writing).hasValue(name);
    }

    @Test
    void a_writer_that_is_faster_waits() throws Exception {
        Gate gate = new Gate();
        WriteBehind behind = new WriteBehind(gate, name);
        behind.write(new byte[MOST_ON_THE_WAY]);
        gate.reached.await();
        Thread writer = new Thread(() -> write(behind, new byte[1]));
        writer.start();
        await().until(() -> writer.getState() == Thread.State.WAITING);

        gate.opened();
        writer.join();
        behind.close();
        assertThat(gate.written.size()).isEqualTo(MOST_ON_THE_WAY + 1);
    }

    private static void write(OutputStream to, byte[] bytes) {
        try {
            to.write(bytes);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void what_fails_on_the_other_side_fails_a_writer_that_waits() throws Exception {
        Gate gate = new Gate();
        gate.failure = new IOException("No space left on device");
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        WriteBehind behind = new WriteBehind(gate, name);
        Thread writer = new Thread(() -> thrown.set(catchThrowable(() -> {
            while (true) {
                behind.write(new byte[1000]);
            }
        })));
        writer.start();
        gate.reached.await();
        await().until(() -> writer.getState() == Thread.State.WAITING);

        gate.opened();
        writer.join();
        assertThat(thrown.get()).isInstanceOf(IOException.class).hasMessage("No space left on device");
        assertThatThrownBy(() -> behind.write(1)).hasMessage("No space left on device");
        assertThatThrownBy(behind::close).hasMessage("No space left on device");
        assertThat(gate.written.size()).isZero();
        assertThat(gate.closings).isEqualTo(1);
    }

    @Test
    void what_fails_with_the_last_block_fails_the_closing() throws IOException {
        Gate gate = new Gate().opened();
        gate.failure = new IOException("No space left on device");
        WriteBehind behind = new WriteBehind(gate, name);
        behind.write(1);

        assertThatThrownBy(behind::close).isInstanceOf(IOException.class).hasMessage("No space left on device");
        assertThat(gate.closings).isEqualTo(1);
    }

    @Test
    void the_failure_can_be_thrown_and_suppressed_at_once() {
        Gate gate = new Gate().opened();
        gate.failure = new IOException("No space left on device");
        Throwable thrown = catchThrowable(() -> {
            try (WriteBehind behind = new WriteBehind(gate, name)) {
                while (true) {
                    behind.write(new byte[WriteBehind.BLOCK]);
                }
            }
        });

        assertThat(thrown).isInstanceOf(IOException.class).hasMessage("No space left on device");
        assertThat(thrown.getSuppressed()).hasSize(1);
    }

    @Test
    void an_error_on_the_other_side_is_a_failure_too() throws IOException {
        OutputStream to = new OutputStream() {
            @Override
            public void write(int value) {
                throw new AssertionError("out of everything");
            }
        };
        WriteBehind behind = new WriteBehind(to, name);
        behind.write(1);

        assertThatThrownBy(behind::close)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("out of everything")
                .hasCauseInstanceOf(AssertionError.class);
    }

    @Test
    void an_interrupted_writer_fails_and_nothing_is_passed_off_as_whole() throws Exception {
        Gate gate = new Gate();
        WriteBehind behind = new WriteBehind(gate, name);
        behind.write(new byte[MOST_ON_THE_WAY]);
        gate.reached.await();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread writer = new Thread(() -> {
            thrown.set(catchThrowable(() -> behind.write(1)));
            flag.set(Thread.currentThread().isInterrupted());
        });
        writer.start();
        await().until(() -> writer.getState() == Thread.State.WAITING);

        writer.interrupt();
        writer.join();
        assertThat(thrown.get()).isInstanceOf(InterruptedIOException.class);
        assertThat(flag).hasValue(true);
        gate.opened();
        assertThatThrownBy(behind::close).hasMessageContaining("interrupted");
        assertThat(gate.written.size())
                .as("only the block that was being written")
                .isEqualTo(WriteBehind.BLOCK);
    }

    @Test
    void who_is_interrupted_while_closing_waits_all_the_same_and_is_told() throws Exception {
        Gate gate = new Gate();
        WriteBehind behind = new WriteBehind(gate, name);
        behind.write(new byte[WriteBehind.BLOCK + 1]);
        gate.reached.await();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread closing = new Thread(() -> {
            thrown.set(catchThrowable(behind::close));
            flag.set(Thread.currentThread().isInterrupted());
        });
        closing.start();
        await().until(() -> closing.getState() == Thread.State.WAITING);

        closing.interrupt();
        gate.opened();
        closing.join();
        assertThat(thrown).hasNullValue();
        assertThat(flag).hasValue(true);
        assertThat(gate.written.size()).isEqualTo(WriteBehind.BLOCK + 1);
    }

    @Test
    void closed_twice_it_is_closed_once_and_takes_nothing_more() throws IOException {
        Gate gate = new Gate().opened();
        WriteBehind behind = new WriteBehind(gate, name);
        behind.write(1);
        behind.close();
        behind.close();

        assertThat(gate.closings).isEqualTo(1);
        assertThatThrownBy(() -> behind.write(1)).isInstanceOf(IOException.class);
        assertThat(gate.written.size()).isEqualTo(1);
    }
}
