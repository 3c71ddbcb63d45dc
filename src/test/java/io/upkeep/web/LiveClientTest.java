package io.upkeep.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How one reader of a stream is treated. */
class LiveClientTest {

    private final List<LiveMessage> sent = new ArrayList<>();
    private boolean hungUp;
    private boolean broken;
    private boolean ended;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private final LiveClient.Line line = new LiveClient.Line() {
        @Override
        public void send(LiveMessage message) throws IOException {
            if (broken) {
                throw new IOException("broken pipe");
            }
            sent.add(message);
        }

        @Override
        public void close() {
            hungUp = true;
            if (ended) {
                throw new IllegalStateException("attempted to use the AsyncContext after an error had occurred");
            }
        }
    };

    private final Clock clock = new Clock() {
        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    private final LiveClient client = new LiveClient(null, line, clock);

    @Test
    void sends_only_the_newest_state_of_each_thing() {
        assertThat(client.offer(run("a", 1))).isTrue();
        assertThat(client.offer(run("a", 2))).as("a writer is on its way").isFalse();
        client.offer(run("b", 1));
        client.write();

        assertThat(sent).containsExactly(run("a", 2), run("b", 1));
        assertThat(client.offer(run("a", 3))).as("the writer is done").isTrue();
    }

    @Test
    void gives_up_a_reader_for_whom_too_much_waits() {
        for (int i = 0; i <= LiveClient.MOST_WAITING; i++) {
            client.offer(run("run-" + i, 1));
        }

        assertThat(hungUp).isTrue();
        assertThat(client.isClosed()).isTrue();
        client.write();
        assertThat(sent).isEmpty();
    }

    @Test
    void gives_up_a_reader_that_does_not_take_what_is_written() {
        client.offer(run("a", 1));
        now = now.plus(Duration.ofSeconds(11));
        client.offer(LiveMessage.HEARTBEAT);

        assertThat(hungUp).isTrue();
    }

    @Test
    void a_reader_that_left_is_closed_once() {
        broken = true;
        client.offer(run("a", 1));
        client.write();

        assertThat(hungUp).isTrue();
        assertThat(client.offer(run("a", 2))).isFalse();
    }

    @Test
    void a_reader_that_the_server_has_ended_already_disturbs_nobody() {
        broken = true;
        ended = true;
        client.offer(run("a", 1));
        client.write();

        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void a_reader_of_one_run_gets_that_run_and_heartbeats() {
        UUID run = UUID.randomUUID();
        LiveClient ofOne = new LiveClient(run, line, clock);

        assertThat(ofOne.wants(run(run.toString(), 1))).isTrue();
        assertThat(ofOne.wants(run("other", 1))).isFalse();
        assertThat(ofOne.wants(LiveMessage.HEARTBEAT)).isTrue();
    }

    private static LiveMessage run(String id, int version) {
        return new LiveMessage("run", id, "{\"version\":" + version + "}");
    }
}
