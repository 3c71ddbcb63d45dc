package io.upkeep.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Writes what several threads want written in one transaction. Who comes while nobody writes, writes at once; who comes
 * while another writes waits for that one's end at the longest, and then writes for all who wait by then. When enough wait
 * to be worth a transaction of their own, they begin with it beside the one under way.
 *
 * @param <W> what is written
 * @param <R> what comes of it
 */
final class GroupCommit<W, R> {

    /** How many must wait: with fewer, two small transactions cost more than the wait for the one under way. */
    private static final int WORTH_ANOTHER = 3;

    private final int writersAtOnce;
    private final int largest;
    private final Function<List<W>, List<R>> transaction;
    private final Predicate<RuntimeException> isRefused;
    private final Deque<Turn<W, R>> waiting = new ArrayDeque<>();
    private int writers;

    /**
     * @param writersAtOnce how many transactions at once, at most
     * @param largest how many share one at most
     * @param transaction commits all of them or none; answers in their order
     * @param isRefused whether a failure says that nothing was committed: then each is tried by itself, so that it does
     *     not fail because of another. Any other failure leaves that open, and is everybody's
     */
    GroupCommit(
            int writersAtOnce,
            int largest,
            Function<List<W>, List<R>> transaction,
            Predicate<RuntimeException> isRefused) {
        this.writersAtOnce = writersAtOnce;
        this.largest = largest;
        this.transaction = transaction;
        this.isRefused = isRefused;
    }

    /** Returns when it is committed; throws what the transaction throws. */
    R write(W what) {
        Turn<W, R> mine = new Turn<>(what);
        if (!mayWriteAtOnce(mine)) {
            mine.await();
        }
        if (mine.result == null) {
            writeFor(mine);
        }
        return mine.result.get(() -> alone(what));
    }

    /** How many wait for their turn. */
    synchronized int waiting() {
        return waiting.size();
    }

    private synchronized boolean mayWriteAtOnce(Turn<W, R> turn) {
        if (writers == 0 || (writers < writersAtOnce && waiting.size() + 1 >= WORTH_ANOTHER)) {
            writers++;
            return true;
        }
        waiting.add(turn);
        return false;
    }

    private synchronized List<Turn<W, R>> groupOf(Turn<W, R> first) {
        List<Turn<W, R>> group = new ArrayList<>();
        group.add(first);
        while (group.size() < largest && !waiting.isEmpty()) {
            group.add(waiting.remove());
        }
        return group;
    }

    private void writeFor(Turn<W, R> first) {
        List<Turn<W, R>> group = groupOf(first);
        List<Result<R>> results = null;
        try {
            results = written(group);
        } finally {
            handOn();
            for (int i = 0; i < group.size(); i++) {
                // an Error is this thread's; for the others it is not known what became of theirs
                group.get(i)
                        .end(
                                results == null
                                        ? Result.failed(new IllegalStateException("the writer died"))
                                        : results.get(i));
            }
        }
    }

    private List<Result<R>> written(List<Turn<W, R>> group) {
        try {
            return transaction.apply(group.stream().map(turn -> turn.what).toList()).stream()
                    .map(Result::of)
                    .toList();
        } catch (RuntimeException e) {
            Result<R> failed = group.size() > 1 && isRefused.test(e) ? Result.alone() : Result.failed(e);
            return group.stream().map(turn -> failed).toList();
        }
    }

    private synchronized void handOn() {
        boolean leavesThemToOthers = writers > 1 && waiting.size() < WORTH_ANOTHER;
        Turn<W, R> next = leavesThemToOthers ? null : waiting.poll();
        if (next == null) {
            writers--;
        } else {
            next.mayGo.release();
        }
    }

    private R alone(W what) {
        return transaction.apply(List.of(what)).get(0);
    }

    /** One thread's write; when it may go without a result it is its turn to write for all who wait. */
    private static final class Turn<W, R> {

        private final W what;
        private final Semaphore mayGo = new Semaphore(0);
        private Result<R> result;

        Turn(W what) {
            this.what = what;
        }

        void await() {
            mayGo.acquireUninterruptibly();
        }

        void end(Result<R> with) {
            result = with;
            mayGo.release();
        }
    }

    /** What came of a write; neither value nor failure: it is to be tried alone. */
    private record Result<R>(R value, RuntimeException failure, boolean isAlone) {

        static <R> Result<R> of(R value) {
            return new Result<>(value, null, false);
        }

        static <R> Result<R> failed(RuntimeException failure) {
            return new Result<>(null, failure, false);
        }

        static <R> Result<R> alone() {
            return new Result<>(null, null, true);
        }

        R get(Supplier<R> alone) {
            if (failure != null) {
                throw failure;
            }
            return isAlone ? alone.get() : value;
        }
    }
}
