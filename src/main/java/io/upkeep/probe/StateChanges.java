package io.upkeep.probe;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Hands changes of state to routes while they are recorded: what a route asks for is committed with the change or not at all. A
 * route that fails is undone to where it began and reported; the change is recorded all the same.
 */
@Component
public class StateChanges implements StateListener {

    private static final Logger LOG = LoggerFactory.getLogger(StateChanges.class);

    private final List<Reaction> reactions = new CopyOnWriteArrayList<>();
    private final ObjectProvider<ReactionFailures> failures;
    private final TransactionTemplate part;

    StateChanges(ObjectProvider<ReactionFailures> failures, PlatformTransactionManager transactions) {
        this.failures = failures;
        this.part = new TransactionTemplate(transactions);
        this.part.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    }

    /** What a route does about changes. */
    public interface Reaction {

        /** The route's id. */
        String route();

        /** Does it, in the caller's transaction. */
        void to(StateChange change);
    }

    /** Reacts from now on. */
    public void add(Reaction reaction) {
        reactions.add(reaction);
    }

    /** Reacts no longer. */
    public void remove(Reaction reaction) {
        reactions.remove(reaction);
    }

    @Override
    public void changed(StateChange change) {
        for (Reaction reaction : reactions) {
            try {
                part.executeWithoutResult(status -> reaction.to(change));
            } catch (RuntimeException failure) {
                LOG.error("Route {} did nothing about {}", reaction.route(), change, failure);
                failures.orderedStream()
                        .forEach(told -> told.failed(reaction.route(), change, RootCause.sentence(failure)));
            }
        }
    }
}
