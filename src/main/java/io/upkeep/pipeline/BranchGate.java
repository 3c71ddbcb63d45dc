package io.upkeep.pipeline;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.NamedNode;
import org.apache.camel.Ordered;
import org.apache.camel.Processor;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Keeps a parallel {@code multicast} or {@code split} from ending while its last branch is at work. Camel compares how many
 * branches have ended with how many were sent, and only then looks whether all were: if the last is sent just in between,
 * it goes on without it. That needs a moment in which every branch that was sent has ended and the last was not sent yet;
 * so the only branch at work is kept back, after its first node, until another begins.
 */
@Component
class BranchGate implements InterceptStrategy, Ordered, DisposableBean {

    private static final String BRANCHES = "upkeep.branches";

    /** On a branch that has begun: an error handler may send it in again. */
    private static final String BEGUN = "upkeep.begun";

    private final ExecutorService goOn = Executors.newCachedThreadPool();

    /** Outside of {@link StepJournal}: what a step came to is written down before its branch is kept back. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST;
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode node, Processor target, Processor nextTarget) {
        // Camel warns of an interceptor that hands back a processor that is not asynchronous
        Processor inner = isParallel(node) ? new Counted(target) : AsyncProcessorConverterHelper.convert(target);
        return beginsBranch(node) ? new Gated(node.getParent(), inner) : inner;
    }

    @Override
    public void destroy() {
        goOn.shutdownNow();
    }

    private static boolean isParallel(NamedNode node) {
        return (node instanceof MulticastDefinition multicast && isTrue(multicast.getParallelProcessing()))
                || (node instanceof SplitDefinition split && isTrue(split.getParallelProcessing()));
    }

    private static boolean beginsBranch(NamedNode node) {
        NamedNode parent = node.getParent();
        return isParallel(parent)
                && (!(parent instanceof SplitDefinition split)
                        || split.getOutputs().get(0) == node);
    }

    private static boolean isTrue(String option) {
        return Boolean.parseBoolean(option);
    }

    /** The branches of one exchange at one node. */
    static final class Branches {

        private int begun;
        private int atWork;
        private int all = Integer.MAX_VALUE;
        private Runnable kept;

        /**
         * A branch begins.
         *
         * @param number how many branches were sent with it
         * @param isLast whether no branch comes after it
         * @return what goes on because of that, or null
         */
        synchronized Runnable begin(int number, boolean isLast) {
            begun++;
            atWork++;
            if (isLast) {
                all = number;
            }
            Runnable free = kept;
            kept = null;
            if (free != null) {
                atWork--;
            }
            return free;
        }

        /** A branch has come through its first node; false when it is kept back, to go on as said. */
        synchronized boolean mayGoOn(Runnable goesOn) {
            if (atWork == 1 && begun < all) {
                kept = goesOn;
                return false;
            }
            atWork--;
            return true;
        }
    }

    /** The node with the branches. */
    private static final class Counted extends DelegateAsyncProcessor {

        Counted(Processor target) {
            super(target);
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            Object outer = exchange.getProperty(BRANCHES);
            Object begun = exchange.getProperty(BEGUN);
            exchange.setProperty(BRANCHES, new Branches());
            return super.process(exchange, doneSync -> {
                // an aggregation may have brought the properties of a branch
                exchange.setProperty(BRANCHES, outer);
                exchange.setProperty(BEGUN, begun);
                callback.done(doneSync);
            });
        }
    }

    /** The first node of a branch. */
    private final class Gated extends DelegateAsyncProcessor {

        private final ExchangePropertyKey index;
        private final ExchangePropertyKey isLast;

        Gated(NamedNode parent, Processor target) {
            super(target);
            boolean isSplit = parent instanceof SplitDefinition;
            this.index = isSplit ? ExchangePropertyKey.SPLIT_INDEX : ExchangePropertyKey.MULTICAST_INDEX;
            this.isLast = isSplit ? ExchangePropertyKey.SPLIT_COMPLETE : ExchangePropertyKey.MULTICAST_COMPLETE;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            Branches branches = exchange.getProperty(BRANCHES, Branches.class);
            if (branches == null || exchange.getProperty(BEGUN) == branches) {
                return super.process(exchange, callback);
            }
            exchange.setProperty(BEGUN, branches);
            Runnable free = branches.begin(
                    exchange.getProperty(index, 0, Integer.class) + 1,
                    exchange.getProperty(isLast, false, Boolean.class));
            if (free != null) {
                goOn.execute(free); // not here: what follows in that branch would hold this one up
            }
            AtomicBoolean isKept = new AtomicBoolean();
            boolean isDone = super.process(exchange, doneSync -> {
                if (branches.mayGoOn(() -> callback.done(false))) {
                    callback.done(doneSync);
                } else {
                    isKept.set(true);
                }
            });
            return isDone && !isKept.get(); // kept back, it goes on in another thread, as after an asynchronous call
        }
    }
}
