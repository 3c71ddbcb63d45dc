package io.upkeep.run;

import java.lang.reflect.Array;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** The parameters of the statement that {@link JdbcRunWrite} puts together. */
final class JdbcRunWriteParameters {

    private JdbcRunWriteParameters() {}

    static StatementSpec bind(List<RunWrite> writes, StatementSpec to, Instant now) {
        StatementSpec statement = to.param(
                        "runs", array(writes, UUID.class, write -> write.run().id()))
                .param("epochs", array(writes, Long.class, JdbcRunWriteParameters::fence))
                .param("ids", array(writes, UUID.class, RunWrite::id))
                .param(
                        "counts",
                        array(writes, Integer.class, write -> write.facts().size()));
        if (writes.stream().anyMatch(JdbcRunWrite::setsAll)) {
            statement = bindMoves(writes, statement);
        }
        List<Of<StepRecord>> steps = Of.all(writes, RunWrite::steps);
        statement = steps.isEmpty() ? statement : bindSteps(steps, statement);
        List<Of<RunFact>> facts = Of.all(writes, RunWrite::facts);
        statement = facts.isEmpty() ? statement : bindFacts(facts, statement);
        int[] leaving = IntStream.rangeClosed(1, writes.size())
                .filter(n -> JdbcRunWrite.leaves(writes.get(n - 1)))
                .toArray();
        if (leaving.length > 0) {
            statement = statement.param("leaving", leaving);
        }
        RunWrite first = writes.get(0);
        if (first.queue() instanceof RunWrite.Queue.Again again) {
            statement = statement.param("again", Timestamp.from(again.at())).param("now", Timestamp.from(now));
        }
        return JdbcRunWrite.frees(first) ? bindFreed(first, statement, now) : statement;
    }

    private static long fence(RunWrite write) {
        return write.takesUp() ? write.run().epoch() - 1 : write.run().epoch();
    }

    private static StatementSpec bindFreed(RunWrite write, StatementSpec to, Instant now) {
        Run.Waiting gaveUp = write.run().waiting();
        UUID parent = write.next().parent();
        return to.param("run", write.run().id())
                .param("now", Timestamp.from(now))
                .param("ageing", Run.AGEING.toSeconds())
                .param("gaveUp", gaveUp == null ? null : gaveUp.locks().toArray(String[]::new))
                .param("parent", parent == null ? null : parent.toString());
    }

    private static StatementSpec bindMoves(List<RunWrite> writes, StatementSpec to) {
        Run.Waiting waiting = writes.get(0).next().waiting(); // who waits is given back, and so goes alone
        return to.param("moves", array(writes, Boolean.class, JdbcRunWrite::setsAll))
                .param(
                        "nextEpochs",
                        array(writes, Long.class, write -> write.next().epoch()))
                .param(
                        "owners",
                        texts(writes, write -> write.queue() instanceof RunWrite.Queue.Keep ? write.owner() : null))
                .param("runStates", ofNext(writes, next -> next.state().name()))
                .param("startedAt", ofNext(writes, next -> JdbcRunJournal.iso(next.startedAt())))
                .param("finishedAt", ofNext(writes, next -> JdbcRunJournal.iso(next.finishedAt())))
                .param("routeHashes", ofNext(writes, Run::routeHash))
                .param("failedSteps", ofNext(writes, Run::failedStep))
                .param("runFailures", ofNext(writes, Run::failure))
                .param("reasons", ofNext(writes, Run::reason))
                .param(
                        "waitKinds",
                        ofNext(
                                writes,
                                next -> next.waiting() == null
                                        ? null
                                        : next.waiting().kind()))
                .param(
                        "waitUntil",
                        ofNext(
                                writes,
                                next -> next.waiting() == null
                                        ? null
                                        : JdbcRunJournal.iso(next.waiting().until())))
                .param("wants", waiting == null ? null : waiting.locks().toArray(String[]::new))
                .param(
                        "windows",
                        ofNext(
                                writes,
                                next -> next.window() == null
                                        ? null
                                        : next.window().window()))
                .param(
                        "closes",
                        ofNext(
                                writes,
                                next -> next.window() == null
                                        ? null
                                        : JdbcRunJournal.iso(next.window().closes())))
                .param(
                        "keepsWish",
                        array(
                                writes,
                                Boolean.class,
                                write -> !JdbcRunWrite.setsAll(write)
                                        || !write.next().state().isAtRest()));
    }

    private static StatementSpec bindSteps(List<Of<StepRecord>> steps, StatementSpec to) {
        return to.param("stepsOf", array(steps, Integer.class, Of::of))
                .param("places", array(steps, Integer.class, Of::place))
                .param("phases", texts(steps, step -> step.what().key().phase().name()))
                .param("paths", texts(steps, step -> step.what().key().path()))
                .param("iterations", texts(steps, step -> step.what().key().iteration()))
                .param("states", texts(steps, step -> step.what().state().name()))
                .param(
                        "attempts",
                        array(steps, Integer.class, step -> step.what().attempt()))
                .param("works", array(steps, Integer.class, step -> step.what().work()))
                .param(
                        "starts",
                        texts(steps, step -> JdbcRunJournal.iso(step.what().startedAt())))
                .param(
                        "ends",
                        texts(steps, step -> JdbcRunJournal.iso(step.what().finishedAt())))
                .param("checkpoints", texts(steps, step -> step.what().checkpoint()))
                .param("failures", texts(steps, step -> step.what().failure()));
    }

    private static StatementSpec bindFacts(List<Of<RunFact>> facts, StatementSpec to) {
        return to.param("factsOf", array(facts, Integer.class, Of::of))
                .param("factPlaces", array(facts, Integer.class, Of::place))
                .param("factIds", array(facts, UUID.class, fact -> fact.what().id()))
                .param("types", texts(facts, fact -> fact.what().type()))
                .param(
                        "times",
                        texts(facts, fact -> JdbcRunJournal.iso(fact.what().time())))
                .param("facts", texts(facts, fact -> fact.what().data()));
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
