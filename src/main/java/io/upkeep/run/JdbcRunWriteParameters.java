package io.upkeep.run;

import java.lang.reflect.Array;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

/**
 * The parameters of the statement that {@link JdbcRunWrite} puts together. Ids are texts: of an array of UUIDs the driver
 * asks the catalog, once a connection, what type that is.
 */
final class JdbcRunWriteParameters {

    private JdbcRunWriteParameters() {}

    static MapSqlParameterSource of(List<RunWrite> writes, Instant now) {
        MapSqlParameterSource values = new MapSqlParameterSource();
        values.addValue("runs", texts(writes, write -> write.run().id().toString()))
                .addValue("epochs", array(writes, Long.class, JdbcRunWriteParameters::fence))
                .addValue("ids", texts(writes, write -> write.id().toString()))
                .addValue(
                        "counts",
                        array(writes, Integer.class, write -> write.facts().size()));
        if (writes.stream().anyMatch(JdbcRunWrite::setsAll)) {
            addMoves(writes, values);
        }
        List<Of<StepRecord>> steps = Of.all(writes, RunWrite::steps);
        if (!steps.isEmpty()) {
            addSteps(steps, values);
        }
        List<Of<RunFact>> facts = Of.all(writes, RunWrite::facts);
        if (!facts.isEmpty()) {
            addFacts(facts, values);
        }
        int[] leaving = IntStream.rangeClosed(1, writes.size())
                .filter(n -> JdbcRunWrite.leaves(writes.get(n - 1)))
                .toArray();
        if (leaving.length > 0) {
            values.addValue("leaving", leaving);
        }
        RunWrite first = writes.get(0);
        if (first.queue() instanceof RunWrite.Queue.Again again) {
            values.addValue("again", Timestamp.from(again.at())).addValue("now", Timestamp.from(now));
        }
        if (JdbcRunWrite.frees(first)) {
            addFreed(first, values, now);
        }
        return values;
    }

    private static long fence(RunWrite write) {
        return write.takesUp() ? write.run().epoch() - 1 : write.run().epoch();
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

    private static void addMoves(List<RunWrite> writes, MapSqlParameterSource to) {
        Run.Waiting waiting = writes.get(0).next().waiting(); // who waits is given back, and so goes alone
        to.addValue("moves", array(writes, Boolean.class, JdbcRunWrite::setsAll))
                .addValue(
                        "nextEpochs",
                        array(writes, Long.class, write -> write.next().epoch()))
                .addValue(
                        "owners",
                        texts(writes, write -> write.queue() instanceof RunWrite.Queue.Keep ? write.owner() : null))
                .addValue("runStates", ofNext(writes, next -> next.state().name()))
                .addValue("startedAt", ofNext(writes, next -> JdbcRunJournal.iso(next.startedAt())))
                .addValue("finishedAt", ofNext(writes, next -> JdbcRunJournal.iso(next.finishedAt())))
                .addValue("routeHashes", ofNext(writes, Run::routeHash))
                .addValue("failedSteps", ofNext(writes, Run::failedStep))
                .addValue("runFailures", ofNext(writes, Run::failure))
                .addValue("reasons", ofNext(writes, Run::reason))
                .addValue(
                        "waitKinds",
                        ofNext(
                                writes,
                                next -> next.waiting() == null
                                        ? null
                                        : next.waiting().kind()))
                .addValue(
                        "waitUntil",
                        ofNext(
                                writes,
                                next -> next.waiting() == null
                                        ? null
                                        : JdbcRunJournal.iso(next.waiting().until())))
                .addValue("wants", waiting == null ? null : waiting.locks().toArray(String[]::new))
                .addValue(
                        "windows",
                        ofNext(
                                writes,
                                next -> next.window() == null
                                        ? null
                                        : next.window().window()))
                .addValue(
                        "closes",
                        ofNext(
                                writes,
                                next -> next.window() == null
                                        ? null
                                        : JdbcRunJournal.iso(next.window().closes())))
                .addValue(
                        "keepsWish",
                        array(
                                writes,
                                Boolean.class,
                                write -> !JdbcRunWrite.setsAll(write)
                                        || !write.next().state().isAtRest()));
    }

    private static void addSteps(List<Of<StepRecord>> steps, MapSqlParameterSource to) {
        to.addValue("stepsOf", array(steps, Integer.class, Of::of))
                .addValue("places", array(steps, Integer.class, Of::place))
                .addValue(
                        "phases", texts(steps, step -> step.what().key().phase().name()))
                .addValue("paths", texts(steps, step -> step.what().key().path()))
                .addValue("iterations", texts(steps, step -> step.what().key().iteration()))
                .addValue("states", texts(steps, step -> step.what().state().name()))
                .addValue(
                        "attempts",
                        array(steps, Integer.class, step -> step.what().attempt()))
                .addValue(
                        "works", array(steps, Integer.class, step -> step.what().work()))
                .addValue(
                        "starts",
                        texts(steps, step -> JdbcRunJournal.iso(step.what().startedAt())))
                .addValue(
                        "ends",
                        texts(steps, step -> JdbcRunJournal.iso(step.what().finishedAt())))
                .addValue("checkpoints", texts(steps, step -> step.what().checkpoint()))
                .addValue("failures", texts(steps, step -> step.what().failure()));
    }

    private static void addFacts(List<Of<RunFact>> facts, MapSqlParameterSource to) {
        to.addValue("factsOf", array(facts, Integer.class, Of::of))
                .addValue("factPlaces", array(facts, Integer.class, Of::place))
                .addValue("factIds", texts(facts, fact -> fact.what().id().toString()))
                .addValue("types", texts(facts, fact -> fact.what().type()))
                .addValue(
                        "times",
                        texts(facts, fact -> JdbcRunJournal.iso(fact.what().time())))
                .addValue("facts", texts(facts, fact -> fact.what().data()));
    }

    /** The n-th of what one write has to write; both counted from 1. */
    private record Of<T>(int of, int place, T what) {

        static <T> List<Of<T>> all(List<RunWrite> writes, Function<RunWrite, List<T>> which) {
            List<Of<T>> all = new ArrayList<>();
            for (int of = 1; of <= writes.size(); of++) {
                List<T> whats = which.apply(writes.get(of - 1));
                for (int place = 1; place <= whats.size(); place++) {
                    all.add(new Of<>(of, place, whats.get(place - 1)));
                }
            }
            return all;
        }
    }

    private static String[] ofNext(List<RunWrite> writes, Function<Run, String> what) {
        return texts(writes, write -> what.apply(write.next()));
    }

    private static <T> String[] texts(List<T> of, Function<T, String> what) {
        return array(of, String.class, what);
    }

    @SuppressWarnings("unchecked")
    private static <T, V> V[] array(List<T> of, Class<V> type, Function<T, V> what) {
        return of.stream().map(what).toArray(size -> (V[]) Array.newInstance(type, size));
    }
}
