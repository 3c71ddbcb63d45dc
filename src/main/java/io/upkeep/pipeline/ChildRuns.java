package io.upkeep.pipeline;

import io.upkeep.run.Phase;
import io.upkeep.run.Run;
import io.upkeep.run.Run.Wish;
import io.upkeep.run.RunState;
import io.upkeep.run.StepKey;
import io.upkeep.run.StepRecord;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The runs that a run waits for ({@code wait=true}), when it is to stop: they stop with it, and theirs with them. What is
 * asked for without waiting has no parent, and goes on.
 */
@Component
class ChildRuns {

    private static final Logger LOG = LoggerFactory.getLogger(ChildRuns.class);

    private final JdbcRunHistory history;
    private final PipelineCatalog catalog;
    private final ObjectProvider<Runs> runs;

    ChildRuns(JdbcRunHistory history, PipelineCatalog catalog, ObjectProvider<Runs> runs) {
        this.history = history;
        this.catalog = catalog;
        this.runs = runs;
    }

    /**
     * A child run that is not over.
     *
     * @param reason why it waits or asks for a person; null otherwise
     * @param wished what is asked of it already; null when nothing is
     */
    record Child(UUID id, String pipeline, RunState state, String reason, Wish.Kind wished) {}

    /**
     * The steps found STARTED that asked for a child run: who goes on with one finds the same run, so it is known how far it
     * came, whatever the run came to wait for meanwhile.
     */
    Set<StepKey> askedFor(Run parent, Phase phase, Collection<StepRecord> steps) {
        List<StepRecord> begun = steps.stream()
                .filter(step -> step.state() == StepRecord.State.STARTED)
                .filter(step -> step.key().phase() == phase)
                .toList();
        if (begun.isEmpty()) {
            return Set.of();
        }
        Set<String> requests = history.childRequests(parent.id(), phase);
        return begun.stream()
                .filter(step -> requests.contains(ChildRequest.id(parent.id(), phase, RecordedSteps.workOf(step))))
                .map(StepRecord::key)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Those that have to be at rest before the run is cancelled, or before its rollback begins: that waits for its own. */
    List<Child> unfinished(Run parent, Wish.Kind kind) {
        return history.unfinishedChildren(parent.id(), kind == Wish.Kind.CANCEL ? null : Phase.RUN);
    }

    /**
     * Those that ask for a person: the person's word is for them, too. Joins the transaction in which the parent is asked,
     * since whoever looks at that one afterwards takes a child that asks for a person for one that could not be stopped.
     */
    void stopAtRest(Run parent, Wish wish) {
        stop(parent, wish, ChildRuns::asksForAPerson);
    }

    /** Those that go on by themselves, or are paused, and are not asked already. May be asked any number of times. */
    void stopActive(Run parent, Wish wish) {
        stop(parent, wish, ChildRuns::isActive);
    }

    /**
     * The same at once, so that nobody has to take the parent up before they hear of it. What fails here, or is cut off by
     * the end of this node, is made up for by who looks at the parent: see {@link Halting}.
     */
    void stopNow(Run parent, Wish wish) {
        if (parent.epoch() == 0 || TransactionSynchronizationManager.isActualTransactionActive()) {
            return; // it has never been at work; or its stop may still come to nothing
        }
        try {
            stopActive(parent, wish);
        } catch (RuntimeException e) {
            LOG.warn("The children of run {} are stopped by who looks at it next: {}", parent.id(), e.getMessage());
        }
    }

    private static boolean asksForAPerson(RunState state, Wish.Kind wished) {
        return state.asksForAPerson() && !isUndoing(state);
    }

    private static boolean isActive(RunState state, Wish.Kind wished) {
        boolean isAsked = wished == Wish.Kind.CANCEL || wished == Wish.Kind.ROLL_BACK;
        return !isAsked && !isUndoing(state) && (!state.isAtRest() || state == RunState.PAUSED);
    }

    /** An undoing goes to its end, and one that failed is a person's to judge: neither is stopped with the parent. */
    private static boolean isUndoing(RunState state) {
        return state == RunState.ROLLING_BACK
                || state == RunState.ROLLBACK_WAITING
                || state == RunState.ROLLBACK_FAILED;
    }

    /** Which children are meant, by their state and what is asked of them: null when nothing is. */
    private interface Which extends BiPredicate<RunState, Wish.Kind> {}

    private void stop(Run parent, Wish wish, Which which) {
        unfinished(parent, wish.kind()).stream()
                .filter(child -> which.test(child.state(), child.wished()))
                .forEach(child -> stop(parent, wish, child, which));
    }

    private void stop(Run parent, Wish wish, Child child, Which which) {
        String by = "%s, with run %s of %s".formatted(wish.by(), parent.id(), parent.pipeline());
        runs.getObject().stop(child.id(), now -> word(now, which, new Wish(wish.kind(), by)));
    }

    /**
     * What the child is told, as it is now and not as it was found; empty when it is not meant any more. One word stops it
     * once: who asks for a person because of it would take the next for the person's answer.
     */
    private Optional<Wish> word(Run child, Which which, Wish wish) {
        Wish.Kind wished = child.wish() == null ? null : child.wish().kind();
        boolean undoes = wish.kind() == Wish.Kind.ROLL_BACK && child.startedAt() != null && canRollBack(child);
        Wish.Kind kind = undoes ? Wish.Kind.ROLL_BACK : Wish.Kind.CANCEL;
        return which.test(child.state(), wished) ? Optional.of(new Wish(kind, wish.by())) : Optional.empty();
    }

    private boolean canRollBack(Run child) {
        return catalog.find(child.pipeline()).map(Pipeline::rollback).isPresent();
    }
}
