package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ReadAheadTest {

    private static final int MOST_AHEAD = ReadAhead.BLOCKS * ReadAhead.BLOCK;

    private final String name = "read-ahead-" + UUID.randomUUID();

    @AfterEach
    void no_thread_is_left() {
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain(name);
    }

    /** Gives pieces of its content as a socket does, then its end: a failure, or standing still until it may end. */
    private static class Source extends InputStream {

        final byte[] content;
        final AtomicBoolean closed = new AtomicBoolean();
        final AtomicInteger at = new AtomicInteger();

        Source(int size) {
            content = new byte[size];
            new Random(size).nextBytes(content);
        }

        int end() throws IOException {
            return -1;
        }

        @Override
        public int read() throws IOException {
            return at.get() < content.length ? content[at.getAndIncrement()] & 0xff : end();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (at.get() == content.length) {
                return end();
            }
            int piece = Math.min(Math.min(length, 9_001), content.length - at.get());
            System.arraycopy(content, at.get(), bytes, offset, piece);
            at.addAndGet(piece);
            return piece;
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }

    private static final class Failing extends Source {

        private final Throwable failure;

        Failing(int size, Throwable failure) {
            super(size);
            this.failure = failure;
        }

        @Override
        int end() throws IOException {
            if (failure instanceof IOException io) {
                throw io;
            }
            if (failure instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw (Error) failure;
        }
    }

    private static final class Stalling extends Source {

        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch goesOn = new CountDownLatch(1);

        Stalling(int size) {
            super(size);
        }

        @Override
        int end() throws IOException {
            reached.countDown();
            try {
                goesOn.await();
            } catch (InterruptedException e) {
                throw new InterruptedIOException("nobody has to interrupt the other side");
            }
            return -1;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, ReadAhead.BLOCK - 1, ReadAhead.BLOCK, ReadAhead.BLOCK + 1, 20 * ReadAhead.BLOCK + 7})
    void what_is_there_is_read_whole_and_in_order_and_is_left_open(int size) throws IOException {
        Source source = new Source(size);
        Random random = new Random(size);
        byte[] found = new byte[size];
        try (ReadAhead ahead = new ReadAhead(source, name)) {
            int at = 0;
            while (at < size) {
                if (random.nextInt(10) == 0) {
                    found[at++] = (byte) ahead.read();
                    continue;
                }
                int read = ahead.read(found, at, Math.min(size - at, 1 + random.nextInt(ReadAhead.BLOCK)));
                assertThat(read).isPositive();
                at += read;
            }
            assertThat(ahead.read()).isEqualTo(-1);
            assertThat(ahead.read(new byte[1])).isEqualTo(-1);
        }

        assertThat(found).isEqualTo(source.content);
        assertThat(source.closed).isFalse();
    }

    @Test
    void it_reads_ahead_but_not_further_than_it_may() throws IOException {
        Source source = new Source(3 * MOST_AHEAD);
        try (ReadAhead ahead = new ReadAhead(source, name)) {
            assertThat(ahead.read()).isEqualTo(source.content[0] & 0xff);
            await().until(() -> source.at.get() == MOST_AHEAD);
            await().until(this::isWaiting);
            assertThat(source.at).hasValue(MOST_AHEAD);
        }
        assertThat(source.at).as("after it is closed").hasValue(MOST_AHEAD);
    }

    private boolean isWaiting() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals(name) && thread.getState() == Thread.State.WAITING);
    }

    @Test
    void a_failure_is_the_same_one_and_comes_after_all_that_was_read_before_it() throws IOException {
        for (Throwable failure : new Throwable[] {
            new IOException("connection reset"), new EOFException("cut off"), new IllegalStateException("aborted")
        }) {
            Source source = new Failing(ReadAhead.BLOCK + 10, failure);
            try (ReadAhead ahead = new ReadAhead(source, name)) {
                assertThat(ahead.readNBytes(source.content.length)).isEqualTo(source.content);
                assertThat(catchThrowable(ahead::read)).isSameAs(failure);
                assertThat(catchThrowable(() -> ahead.read(new byte[1])))
                        .as("no end that could be taken for a good one")
                        .isSameAs(failure);
            }
        }
    }

    @Test
    void an_error_on_the_other_side_is_a_failure_too() {
        try (ReadAhead ahead = new ReadAhead(new Failing(0, new AssertionError("out of everything")), name)) {
            assertThatThrownBy(ahead::read)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("out of everything")
                    .hasCauseInstanceOf(AssertionError.class);
        }
    }

    @Test
    void an_interrupted_reader_fails_and_can_go_on_where_it_was() throws Exception {
        Stalling source = new Stalling(10);
        ReadAhead ahead = new ReadAhead(source, name);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<byte[]> rest = new AtomicReference<>();
        Thread reader = new Thread(() -> {
            thrown.set(catchThrowable(ahead::read));
            boolean told = Thread.interrupted();
            source.goesOn.countDown();
            rest.set(told ? catchBytes(ahead) : null);
        });
        reader.start();
        source.reached.await();
        await().until(() -> reader.getState() == Thread.State.WAITING);

        reader.interrupt();
        reader.join();
        ahead.close();
        assertThat(thrown.get()).isInstanceOf(InterruptedIOException.class);
        assertThat(rest.get()).isEqualTo(source.content);
    }

    private static byte[] catchBytes(InputStream in) {
        try {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void closing_waits_until_nobody_reads_any_more() throws Exception {
        Stalling source = new Stalling(ReadAhead.BLOCK + 1);
        ReadAhead ahead = new ReadAhead(source, name);
        assertThat(ahead.read()).isEqualTo(source.content[0] & 0xff);
        source.reached.await();
        AtomicBoolean told = new AtomicBoolean();
        Thread closing = new Thread(() -> {
            ahead.close();
            told.set(Thread.currentThread().isInterrupted());
        });
        closing.start();
        await().until(() -> closing.getState() == Thread.State.WAITING);
        closing.interrupt();
        await().until(() -> closing.getState() == Thread.State.WAITING);

        source.goesOn.countDown();
        closing.join();
        assertThat(told).isTrue();
        assertThat(source.closed).isFalse();
    }

    @Test
    void closed_twice_or_before_anything_was_read_it_is_closed_and_gives_nothing() throws IOException {
        ReadAhead unread = new ReadAhead(new ByteArrayInputStream(new byte[1]), name);
        unread.close();
        unread.close();
        assertThatThrownBy(unread::read).isInstanceOf(IOException.class);

        ReadAhead begun = new ReadAhead(new ByteArrayInputStream(new byte[2]), name);
        assertThat(begun.read()).isZero();
        begun.close();
        begun.close();
        assertThatThrownBy(() -> begun.read(new byte[1])).isInstanceOf(IOException.class);
    }
}
