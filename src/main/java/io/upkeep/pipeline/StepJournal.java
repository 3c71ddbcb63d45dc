package io.upkeep.pipeline;

import io.upkeep.fleet.StepToken;
import io.upkeep.run.StepKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Ordered;
import org.apache.camel.Processor;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.StepDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.springframework.stereotype.Component;

/**
 * Wraps every {@code step}: INTENT before, OUTCOME with a checkpoint after, another attempt where the pipeline grants
 * one, and on a replay the recorded result instead of the work. Exchanges that are not runs pass through untouched.
 */
@Component
class StepJournal implements InterceptStrategy, Ordered {

    /** Exchange property: what was said last, so that a step around others does not say it again. */
    private static final String SAID = "UpkeepSaid";

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final RunLogWriter log;

    StepJournal(RunLogWriter log) {
        this.log = log;
    }

    /** Outside of everything but {@link BranchGate}. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST + 1;
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode node, Processor target, Processor nextTarget) {
        // Camel warns of an interceptor that hands back a processor that is not asynchronous
        return node instanceof StepDefinition step
                ? new JournalledStep(step, target, log)
                : AsyncProcessorConverterHelper.convert(target);
    }

    /** One {@code step} of one route. */
    private static final class JournalledStep extends DelegateAsyncProcessor {

        private final StepDefinition definition;
        private final String id;
        private final StepIteration iteration;
        private final RunLogWriter log;

        JournalledStep(StepDefinition definition, Processor target, RunLogWriter log) {
            super(target);
            this.log = log;
            this.definition = definition;
            this.id = definition.getId();
            this.iteration = StepIteration.of(definition);
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            StepWork run = StepWorks.of(exchange);
            if (run == null) {
                return super.process(exchange, callback);
            }
            StepScope outer = StepScope.of(exchange);
            StepScope inner = outer.enter(id, iteration.indexes(exchange));
            return attempt(run, outer, inner, inner.key(run.phase()), exchange, callback);
        }

        private boolean attempt(
                StepWork run,
                StepScope outer,
                StepScope inner,
                StepKey key,
                Exchange exchange,
                AsyncCallback callback) {
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
            Before before = Before.of(exchange);
            exchange.removeProperty(SAID);
            inner.applyTo(exchange);
            // Camel passes over what follows an interrupt, and says nothing: another attempt, or what comes after a
            // doTry, would seem to be done. What an interrupt means, the engine decides
            exchange.getExchangeExtension().setInterruptable(false);
            run.enter(key, exchange);
            return super.process(exchange, doneSync -> {
                boolean over = true;
                // the callback must be called whatever happens, else the exchange hangs for ever
                try {
                    say(before, exchange);
                    before.restoreToken(exchange);
                    Optional<Duration> pause = run.end(key, exchange, anotherFollows());
                    if (pause.isPresent() && run.againAfter(key, pause.get())) {
                        before.restore(exchange);
                        outer.applyTo(exchange);
                        over = false;
                        attempt(run, outer, inner, key, exchange, callback);
                    }
                } catch (RuntimeException e) {
                    stop(exchange, e);
                } finally {
                    if (over) {
                        outer.applyTo(exchange);
                        callback.done(doneSync);
                    }
                }
            });
        }

        /**
         * A text that the step leaves in the body is what it has to say, as a plan shows it; a run's id tells nobody anything, but
         * what became of a child run does.
         */
        private void say(Before before, Exchange exchange) {
            Object child = exchange.removeProperty(RunRequestProducer.BECAME);
            if (exchange.getException() == null) {
                say(child, before, exchange);
                say(exchange.getMessage().getBody(), before, exchange);
            }
        }

        private void say(Object words, Before before, Exchange exchange) {
            if (words instanceof String text
                    && !text.isBlank()
                    && !ID.matcher(text).matches()
                    && !text.equals(before.body())
                    && !text.equals(exchange.getProperty(SAID))) {
                exchange.setProperty(SAID, text);
                log.said(exchange, text);
            }
        }

        /**
         * Whether a step or the end of the route comes straight after this one: then its outcome can be written together
         * with what follows, because nothing can happen in between. Looked up late: the route may not be complete when
         * its steps are wrapped.
         */
        private boolean anotherFollows() {
            if (!(definition.getParent() instanceof RouteDefinition)
                    && !(definition.getParent() instanceof StepDefinition)) {
                return false;
            }
            List<ProcessorDefinition<?>> siblings = definition.getParent().getOutputs();
            int next = siblings.indexOf(definition) + 1;
            return next < siblings.size()
                    ? siblings.get(next) instanceof StepDefinition
                    : definition.getParent() instanceof StepDefinition || isPipeline(definition.getParent());
        }

        /** After the last step of a route that others call, its caller may have more to do. */
        private static boolean isPipeline(ProcessorDefinition<?> parent) {
            return parent instanceof RouteDefinition route
                    && route.getInput().getEndpointUri().startsWith("maintenance:");
        }

        /** A redelivery policy must not run the step again because the journal could not be written. */
        private static void stop(Exchange exchange, RuntimeException e) {
            exchange.setException(e);
            exchange.getExchangeExtension().setRedeliveryExhausted(true);
        }
    }

    /** What a step began with, for another attempt. */
    private record Before(Object body, Map<String, Object> variables, Object token) {

        static Before of(Exchange exchange) {
            return new Before(
                    exchange.getMessage().getBody(),
                    new LinkedHashMap<>(exchange.getVariables()),
                    exchange.getProperty(StepToken.PROPERTY));
        }

        /** What the step around this one does on hosts afterwards is its own work. */
        void restoreToken(Exchange exchange) {
            exchange.setProperty(StepToken.PROPERTY, token);
        }

        void restore(Exchange exchange) {
            exchange.setException(null);
            exchange.setRollbackOnly(false);
            exchange.setRollbackOnlyLast(false);
            exchange.setRouteStop(false);
            exchange.getExchangeExtension().setRedeliveryExhausted(false);
            exchange.getMessage().removeHeaders("*");
            exchange.getMessage().setBody(body);
            List.copyOf(exchange.getVariables().keySet()).forEach(exchange::removeVariable);
            variables.forEach(exchange::setVariable);
        }
    }
}
