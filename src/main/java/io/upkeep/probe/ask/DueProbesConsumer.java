package io.upkeep.probe.ask;

import io.upkeep.probe.DeclaredProbe;
import io.upkeep.probe.ProbeAnswers;
import io.upkeep.probe.ProbeKind;
import io.upkeep.probe.RootCause;
import io.upkeep.probe.condition.Answer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends each declared probe of its kind through the route when it is due, with what the probe needs as variables, and takes the
 * answer that the route left; a route that failed is a target that did not answer. Probes start spread over their interval.
 */
final class DueProbesConsumer extends DefaultConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(DueProbesConsumer.class);
    private static final int TURN_SECONDS = 2;
    private static final long SPREAD_AT_MOST_MILLIS = 10_000;

    private final ProbeEndpoint endpoint;
    private final ProbeKind kind;
    private final Set<String> underway = ConcurrentHashMap.newKeySet();
    private ScheduledExecutorService clockwork;
    private ExecutorService askers;
    private volatile boolean isOurs;

    DueProbesConsumer(ProbeEndpoint endpoint, ProbeKind kind, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.kind = kind;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        List<DeclaredProbe> probes = endpoint.component().probes().all().stream()
                .filter(probe -> probe.kind() == kind)
                .filter(probe ->
                        endpoint.getTarget().isEmpty() || endpoint.getTarget().equals(probe.target()))
                .toList();
        if (probes.isEmpty()) {
            return;
        }
        var executors = endpoint.getCamelContext().getExecutorServiceManager();
        clockwork = executors.newSingleThreadScheduledExecutor(this, "probes-due");
        askers = executors.newFixedThreadPool(this, "probes-" + kind.word(), endpoint.getConcurrency());
        var turn = clockwork.scheduleWithFixedDelay(this::lookAtTurn, 0, TURN_SECONDS, TimeUnit.SECONDS);
        probes.forEach(this::schedule);
        LOG.debug("{} probes of kind {} are asked; turn {}", probes.size(), kind.word(), turn);
    }

    private void schedule(DeclaredProbe probe) {
        long every = probe.every().toMillis();
        long spread = Math.floorMod(id(probe).hashCode(), Math.min(every, SPREAD_AT_MOST_MILLIS));
        var unused = clockwork.scheduleAtFixedRate(() -> due(probe), spread, every, TimeUnit.MILLISECONDS);
    }

    private void lookAtTurn() {
        try {
            isOurs = endpoint.component().turn().isOurs();
        } catch (RuntimeException unreachable) {
            // without the database nothing could be recorded either
            isOurs = false;
        }
    }

    private void due(DeclaredProbe probe) {
        if (isOurs && underway.add(id(probe))) {
            try {
                askers.execute(() -> ask(probe));
            } catch (java.util.concurrent.RejectedExecutionException stopping) {
                underway.remove(id(probe));
            }
        }
    }

    private void ask(DeclaredProbe probe) {
        Exchange exchange = createExchange(false);
        try {
            exchange.setVariable("target", probe.target());
            exchange.setVariable("probe", probe.name());
            probe.options().forEach(exchange::setVariable);
            exchange.setProperty(ProbeAnswers.ASKED, System.nanoTime());
            getProcessor().process(exchange);
            take(probe, answer(exchange));
        } catch (Exception failure) {
            take(probe, Answer.failed(RootCause.sentence(failure)));
        } finally {
            underway.remove(id(probe));
            releaseExchange(exchange, false);
        }
    }

    /** What a node that is cut off does not hear says nothing about the target. */
    private void take(DeclaredProbe probe, Answer answer) {
        if (answer.failure() == null || endpoint.component().online().isNow()) {
            endpoint.component().inbox().take(probe, answer);
        }
    }

    private static Answer answer(Exchange exchange) {
        Answer answer = exchange.getVariable(ProbeAnswers.VARIABLE, Answer.class);
        if (exchange.getException() != null) {
            return Answer.failed(RootCause.sentence(exchange.getException()));
        }
        return answer == null ? Answer.failed("the route left no answer; let it call the bean probeAnswers") : answer;
    }

    private static String id(DeclaredProbe probe) {
        return probe.target() + "/" + probe.name();
    }

    @Override
    protected void doStop() throws Exception {
        var executors = endpoint.getCamelContext().getExecutorServiceManager();
        if (clockwork != null) {
            executors.shutdownNow(clockwork);
            executors.shutdownGraceful(askers);
            clockwork = null;
        }
        super.doStop();
    }
}
