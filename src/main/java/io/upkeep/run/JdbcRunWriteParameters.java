package io.upkeep.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

/** The parameters of the statement that {@link JdbcRunWrite} puts together; its columns have the names of these rows. */
final class JdbcRunWriteParameters {

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    private JdbcRunWriteParameters() {}

    static MapSqlParameterSource of(List<RunWrite> writes, Instant now) {
        MapSqlParameterSource values = new MapSqlParameterSource();
        boolean anyMoves = writes.stream().anyMatch(JdbcRunWrite::setsAll);
        List<Object> rows = new ArrayList<>();
        List<StepRow> steps = new ArrayList<>();
        List<FactRow> facts = new ArrayList<>();
        for (RunWrite write : writes) {
            int n = rows.size() + 1;
            rows.add(anyMoves ? MoveRow.of(n, write) : FenceRow.of(n, write));
            for (int i = 0; i < write.steps().size(); i++) {
                steps.add(StepRow.of(n, i + 1, write.steps().get(i)));
            }
            for (int i = 0; i < write.facts().size(); i++) {
                facts.add(FactRow.of(n, i + 1, write.facts().get(i)));
            }
        }
        values.addValue("writes", json(rows)).addValue("steps", json(steps)).addValue("facts", json(facts));
        RunWrite first = writes.get(0);
        if (first.queue() instanceof RunWrite.Queue.Again again) {
            values.addValue("again", Timestamp.from(again.at())).addValue("now", Timestamp.from(now));
        }
        if (JdbcRunWrite.frees(first)) {
            addFreed(first, values, now);
        }
        return values;
    }

    private static void addFreed(RunWrite write, MapSqlParameterSource to, Instant now) {
        Run.Waiting gaveUp = write.run().waiting();
        UUID parent = write.next().parent();
        to.addValue("run", write.run().id())
                .addValue("now", Timestamp.from(now))
                .addValue("ageing", Run.AGEING.toSeconds())
                .addValue("gaveUp", gaveUp == null ? null : gaveUp.locks().toArray(String[]::new))
                .addValue("parent", parent == null ? null : parent.toString());
    }

    /** Rows as one JSON array, each an object with its columns' names; what is null is left out. */
    static String json(List<?> rows) {
        try {
            return JSON.writeValueAsString(rows);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("rows of the journal cannot be written as JSON", e);
        }
    }

    private static long fence(RunWrite write) {
        return write.takesUp() ? write.run().epoch() - 1 : write.run().epoch();
    }

    private record FenceRow(int n, UUID run, long epoch, UUID id, int count) {

        static FenceRow of(int n, RunWrite write) {
            return new FenceRow(
                    n, write.run().id(), fence(write), write.id(), write.facts().size());
        }
    }

    private record MoveRow(
            int n,
            UUID run,
            long epoch,
            UUID id,
            int count,
            boolean moves,
            long nextEpoch,
            String owner,
            String state,
            String startedAt,
            String finishedAt,
            String routeHash,
            String failedStep,
            String failure,
            String reason,
            String waitKind,
            String waitUntil,
            List<String> wants,
            String windowId,
            String closesAt,
            Boolean overran,
            boolean keepsWish,
            boolean leaves,
            boolean takesUp,
            UUID seen) {

        static MoveRow of(int n, RunWrite write) {
            Run next = write.next();
            Run.Waiting waiting = next.waiting();
            Run.StartedIn window = next.window();
            boolean moves = JdbcRunWrite.setsAll(write);
            return new MoveRow(
                    n,
                    write.run().id(),
                    fence(write),
                    write.id(),
                    write.facts().size(),
                    moves,
                    next.epoch(),
                    write.queue() instanceof RunWrite.Queue.Keep ? write.owner() : null,
                    next.state().name(),
                    JdbcRunJournal.iso(next.startedAt()),
                    JdbcRunJournal.iso(next.finishedAt()),
                    next.routeHash(),
                    next.failedStep(),
                    next.failure(),
                    next.reason(),
                    waiting == null ? null : waiting.kind(),
                    waiting == null ? null : JdbcRunJournal.iso(waiting.until()),
                    waiting == null ? null : waiting.locks(),
                    window == null ? null : window.window(),
                    window == null ? null : JdbcRunJournal.iso(window.closes()),
                    (window != null && window.isOverrun()) ? true : null,
                    !moves || !next.state().endsWishes(),
                    JdbcRunWrite.leaves(write),
                    write.takesUp(),
                    write.run().lastWrite());
        }
    }

    /** A step of the write {@code of}, its {@code place}-th; both counted from 1. The checkpoint is a text here: nobody looks into it. */
    private record StepRow(
            int of,
            int place,
            Phase phase,
            String path,
            String iteration,
            StepRecord.State state,
            int attempt,
            int work,
            String startedAt,
            String finishedAt,
            String checkpoint,
            String failure) {

        static StepRow of(int of, int place, StepRecord step) {
            return new StepRow(
                    of,
                    place,
                    step.key().phase(),
                    step.key().path(),
                    step.key().iteration(),
                    step.state(),
                    step.attempt(),
                    step.work(),
                    JdbcRunJournal.iso(step.startedAt()),
                    JdbcRunJournal.iso(step.finishedAt()),
                    step.checkpoint(),
                    step.failure());
        }
    }

    private record FactRow(int of, int place, UUID id, String type, String time, String data) {

        static FactRow of(int of, int place, RunFact fact) {
            return new FactRow(of, place, fact.id(), fact.type(), JdbcRunJournal.iso(fact.time()), fact.data());
        }
    }
}
