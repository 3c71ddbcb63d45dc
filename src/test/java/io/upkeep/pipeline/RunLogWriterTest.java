package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.upkeep.fleet.FleetLog;
import io.upkeep.fleet.FleetLog.Stream;
import io.upkeep.fleet.StepToken;
import io.upkeep.run.LogEntry;
import io.upkeep.run.RunLog;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** What becomes of lines between their coming and the table. */
class RunLogWriterTest {

    private static final UUID RUN = UUID.randomUUID();
    private static final StepToken STEP = new StepToken(RUN.toString(), 1, "RUN", "deploy~2");

    private final List<LogEntry> written = new CopyOnWriteArrayList<>();
    private volatile boolean isAway;
    private final RunLogWriter writer = new RunLogWriter(new Table(), secrets(), Clock.systemUTC());

    private final class Table implements RunLog {

        @Override
        public void add(List<LogEntry> entries) {
            if (isAway) {
                throw new IllegalStateException("the database is away");
            }
            written.addAll(entries);
        }

        @Override
        public List<LogEntry> read(UUID run, Choice choice, long after, int most) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<String> hosts(UUID run) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<LogEntry> readBack(UUID run, Choice choice, long before, int most) {
            throw new UnsupportedOperationException();
        }
    }

    private static Secrets secrets() {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("test", Map.of("my.password", "hunter2-and-3")));
        return new Secrets(environment);
    }

    @AfterEach
    void end() {
        writer.destroy();
    }

    @Test
    void lines_of_one_place_become_one_entry_in_their_order() {
        FleetLog log = writer.of(STEP);
        synchronized (writer) { // nothing is written in between
            log.line("api-1", Stream.STDOUT, "one");
            log.line("api-2", Stream.STDOUT, "other");
            log.line("api-1", Stream.STDOUT, "two");
            log.line("api-1", Stream.STDERR, "oops");
            log.line("api-1", Stream.STDOUT, "three");
            writer.write();
        }

        assertThat(written)
                .extracting(LogEntry::host, LogEntry::stream, LogEntry::text)
                .containsExactly(
                        tuple("api-1", LogEntry.Stream.OUT, "one\ntwo"),
                        tuple("api-2", LogEntry.Stream.OUT, "other"),
                        tuple("api-1", LogEntry.Stream.ERR, "oops"),
                        tuple("api-1", LogEntry.Stream.OUT, "three"));
        assertThat(written).allSatisfy(entry -> {
            assertThat(entry.run()).isEqualTo(RUN);
            assertThat(entry.step()).isEqualTo("deploy~2");
        });
    }

    @Test
    void is_written_by_itself_and_without_secrets() {
        writer.said(STEP, "the password is hunter2-and-3\n\u001b[31mand red");

        await().until(() -> !written.isEmpty());
        assertThat(written.get(0).text()).isEqualTo("the password is ••••\nand red");
        assertThat(written.get(0).host()).isNull();
    }

    @Test
    void waits_while_the_database_is_away_and_says_what_is_missing() {
        isAway = true;
        FleetLog log = writer.of(STEP);
        int lines = 50_000;
        IntStream.range(0, lines)
                .forEach(line -> log.line("api-1", Stream.STDOUT, "l " + line)); // as short as one host may say so many
        writer.write();
        assertThat(written).isEmpty();
        isAway = false;

        await().until(() -> kept() + missing() == lines);

        assertThat(kept()).isBetween(20_000L, 25_000L);
    }

    private long kept() {
        return written.stream()
                .filter(entry -> entry.host() != null)
                .flatMap(entry -> entry.text().lines())
                .filter(line -> line.startsWith("l "))
                .count();
    }

    private long missing() {
        return written.stream()
                .filter(entry -> entry.host() == null)
                .flatMap(entry -> entry.text().lines())
                .mapToLong(line -> Long.parseLong(line.replaceAll(
                        "… (\\d+) lines are missing here: they came faster than they could be written", "$1")))
                .sum();
    }

    @Test
    void one_host_cannot_fill_the_database() {
        FleetLog log = writer.of(STEP);
        IntStream.range(0, 400).forEach(line -> {
            log.line("api-1", Stream.STDOUT, "x".repeat(3_000));
            writer.write();
        });
        log.line("api-2", Stream.STDOUT, "heard");
        writer.write();

        List<LogEntry> ofOne =
                written.stream().filter(entry -> entry.host().equals("api-1")).toList();
        assertThat(ofOne.stream().mapToInt(entry -> entry.text().length()).sum())
                .isBetween(LogRoom.OF_ONE / 31 * 30 - 3_000, LogRoom.OF_ONE);
        assertThat(ofOne.get(ofOne.size() - 1).text()).contains("… more was printed than is kept");
        assertThat(written.get(written.size() - 1).text()).isEqualTo("heard");
    }

    @Test
    void what_is_outside_of_runs_is_nobodys() {
        writer.of(null).line("api-1", Stream.STDOUT, "a probe");
        writer.write();

        assertThat(written).isEmpty();
    }
}
