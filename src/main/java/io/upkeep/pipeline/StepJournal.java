package io.upkeep.pipeline;

import io.upkeep.run.StepKey;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Ordered;
import org.apache.camel.Processor;
import org.apache.camel.model.StepDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.springframework.stereotype.Component;

/**
 * Wraps every {@code step}: INTENT before, OUTCOME with a checkpoint after, and on a replay the recorded result instead
 * of the work. Exchanges that are not runs pass through untouched.
 */
@Component
class StepJournal implements InterceptStrategy, Ordered {

    @Override
    public int getOrder() {
        return Ordered.HIGHEST;
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode node, Processor target, Processor nextTarget) {
        // Camel warns of an interceptor that hands back a processor that is not asynchronous
        return node instanceof StepDefinition step
                ? new JournalledStep(step, target)
                : AsyncProcessorConverterHelper.convert(target);
    }

    /** One {@code step} of one route. */
    private static final class JournalledStep extends DelegateAsyncProcessor {

        private final String id;
        private final StepIteration iteration;

        JournalledStep(StepDefinition definition, Processor target) {
            super(target);
            this.id = definition.getId();
            this.iteration = StepIteration.of(definition);
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            RunContext run = RunContext.of(exchange);
            if (run == null) {
                return super.process(exchange, callback);
            }
            StepScope outer = StepScope.of(exchange);
            StepScope inner = outer.enter(id, iteration.indexes(exchange));
            StepKey key = inner.key(run.phase());
            boolean execute;
            try {
                execute = run.begin(key, exchange);
            } catch (RuntimeException e) {
                stop(exchange, e);
                execute = false;
            }
            if (!execute) {
                callback.done(true);
                return true;
            }
            inner.applyTo(exchange);
            return super.process(exchange, doneSync -> {
                // the callback must be called whatever happens, else the exchange hangs for ever
                try {
                    run.end(key, exchange);
                } catch (RuntimeException e) {
                    stop(exchange, e);
                } finally {
                    outer.applyTo(exchange);
                    callback.done(doneSync);
                }
            });
        }

        /** A redelivery policy must not run the step again because the journal could not be written. */
        private static void stop(Exchange exchange, RuntimeException e) {
            exchange.setException(e);
            exchange.getExchangeExtension().setRedeliveryExhausted(true);
        }
    }
}
