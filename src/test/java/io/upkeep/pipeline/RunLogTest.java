package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.upkeep.run.LogEntry;
import io.upkeep.run.LogEntry.Stream;
import io.upkeep.run.Phase;
import io.upkeep.run.Run;
import io.upkeep.run.RunLog;
import io.upkeep.run.RunLog.Choice;
import io.upkeep.run.RunState;
import io.upkeep.run.Sweep;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What runs say, from the route to who reads it. */
class RunLogTest extends EngineFixture {

    @Autowired
    private RunLog log;

    @Autowired
    private List<Sweep> sweeps;

    @Test
    void a_run_says_what_its_steps_leave_in_the_body_and_what_its_route_logs() {
        Run run = request("talks", Map.of());
        assertThat(atRest(run).state()).isEqualTo(RunState.SUCCEEDED);

        await().until(() -> all(run).stream().anyMatch(entry -> entry.text().equals("done")));

        assertThat(all(run))
                .extracting(LogEntry::step, LogEntry::stream, LogEntry::text)
                .containsExactly(
                        tuple("around/look", Stream.SAID, "two disks\n  of which one is full"),
                        tuple("log", Stream.SAID, "routes say: two disks\n  of which one is full"),
                        tuple("again~3", Stream.SAID, "done"));
    }

    @Test
    void is_read_from_where_one_was_and_by_choice() {
        UUID run = UUID.randomUUID();
        log.add(List.of(
                entry(run, "deploy[0]~2", "api-1", Stream.OUT, "first", clock.instant()),
                entry(run, "deploy/restart", "api-2", Stream.ERR, "second ' \\ \" ü", clock.instant()),
                entry(run, "deploy", null, Stream.SAID, "third", clock.instant())));

        List<LogEntry> all = log.read(run, Choice.ALL, 0, 200);
        assertThat(all).extracting(LogEntry::text).containsExactly("first", "second ' \\ \" ü", "third");
        assertThat(log.read(run, Choice.ALL, all.get(0).id(), 1))
                .extracting(LogEntry::text)
                .containsExactly("second ' \\ \" ü");
        assertThat(log.read(run, new Choice("api-2", null, null), 0, 200)).hasSize(1);
        assertThat(log.read(run, new Choice(null, "deploy", null), 0, 200))
                .extracting(LogEntry::text)
                .containsExactly("first", "third");
        assertThat(log.read(run, new Choice(null, null, Stream.ERR), 0, 200)).hasSize(1);
        assertThat(log.read(UUID.randomUUID(), Choice.ALL, 0, 200)).isEmpty();
    }

    @Test
    void is_kept_for_its_time() {
        UUID run = UUID.randomUUID();
        Instant now = clock.instant();
        log.add(List.of(
                entry(run, "old", null, Stream.SAID, "old", now.minusSeconds(15 * 86_400)),
                entry(run, "new", null, Stream.SAID, "new", now.minusSeconds(13 * 86_400))));

        Sweep sweep = sweeps.stream()
                .filter(one -> one.getClass().getSimpleName().startsWith("JdbcOldRunLog"))
                .findFirst()
                .orElseThrow();
        while (!sweep.batch().isDone()) {}

        assertThat(log.read(run, Choice.ALL, 0, 200)).extracting(LogEntry::text).containsExactly("new");
    }

    private static LogEntry entry(UUID run, String step, String host, Stream stream, String text, Instant at) {
        return new LogEntry(0, run, at, Phase.RUN, step, host, stream, text);
    }

    private List<LogEntry> all(Run run) {
        return log.read(run.id(), Choice.ALL, 0, 200);
    }
}
