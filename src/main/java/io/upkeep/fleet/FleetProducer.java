package io.upkeep.fleet;

import io.upkeep.target.HostStreams;
import io.upkeep.target.Target;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/**
 * Sends one order to the hosts and waits for all of them. Reads the body, when it is script or input, and the
 * variables named by {@code env}; no header has any effect.
 */
final class FleetProducer extends DefaultProducer {

    private final FleetEndpoint endpoint;
    private Optional<String> script = Optional.empty();

    FleetProducer(FleetEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        script = endpoint.options()
                .script()
                .map(name -> HostScript.read(endpoint.fleet().routes(), name));
        // a missing key or known_hosts is told now, not in the middle of the night
        endpoint.fleet().sessions();
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        FleetOptions options = endpoint.options();
        StepToken token = StepToken.of(exchange);
        if (options.facts() != FactsOption.FALSE) {
            exchange.getMessage().setBody(facts(exchange, token));
            return;
        }
        List<Target> hosts = hosts(exchange);
        HostOrder order = order(exchange, hosts.size(), options, token);
        long seed = token == null ? System.nanoTime() : (token.run() + token.step()).hashCode();
        List<Target> ordered = options.ordered(hosts, seed);
        exchange.getMessage()
                .setBody(FleetFailed.body(
                        options.output() == FleetOptions.Output.STREAM
                                ? streamed(ordered, order, streams(exchange))
                                : outcomes(ordered, order)));
    }

    private List<HostOutcome> streamed(List<Target> hosts, HostOrder order, HostStreams streams)
            throws FleetFailed, FleetStopped {
        streams.begin(hosts.stream().map(Target::name).toList());
        boolean whole = false;
        try {
            List<HostOutcome> outcomes = outcomes(hosts, order);
            whole = true;
            return outcomes;
        } finally {
            streams.end(whole);
        }
    }

    private HostStreams streams(Exchange exchange) {
        if (exchange.getMessage().getBody() instanceof HostStreams streams) {
            return streams;
        }
        throw new IllegalArgumentException(
                "fleet:" + endpoint.getSelector()
                        + " with output=stream: the body is nothing that takes streams; write before it setBody: {expression:"
                        + " {method: {ref: backupArchive, method: \"takingFiles(${variable.backup}, ${variable.directories})\"}}}");
    }

    private List<Target> hosts(Exchange exchange) {
        FleetOptions options = endpoint.options();
        return options.narrowed(
                options.chosen().of(exchange),
                options.only().map(exchange::getVariable).orElse(null));
    }

    /** How all hosts ended, when all of them succeeded, or each by itself and failures are results. */
    private List<HostOutcome> outcomes(List<Target> hosts, HostOrder order) throws FleetFailed, FleetStopped {
        FleetOptions options = endpoint.options();
        FleetComponent fleet = endpoint.fleet();
        FleetRun run = new FleetRun(hosts, options.rollout(), order, fleet.sessions());
        try {
            run.run(fleet.threads());
        } catch (InterruptedException interrupted) {
            throw new FleetStopped(work(options), order.stop().get(), run.outcomes());
        }
        List<HostOutcome> outcomes = run.outcomes();
        if (!told(outcomes)) {
            throw new FleetFailed(work(options), outcomes);
        }
        return outcomes;
    }

    /** Connections that this node closed on its way out say nothing of their hosts. */
    private boolean told(List<HostOutcome> outcomes) {
        return FailedHosts.FAIL.take(outcomes)
                || (endpoint.options().failedHosts().take(outcomes)
                        && !endpoint.fleet().closing());
    }

    /** Hosts that the run knows are not asked again. */
    private Map<String, Object> facts(Exchange exchange, StepToken token) throws FleetFailed, FleetStopped {
        FleetOptions options = endpoint.options();
        HostFacts known = endpoint.fleet().facts();
        List<Target> hosts = hosts(exchange);
        List<Target> unknown = hosts.stream()
                .filter(host -> options.facts() == FactsOption.REFRESH
                        || known.of(token, host.name()).isEmpty())
                .toList();
        Map<String, Object> facts = new LinkedHashMap<>();
        hosts.forEach(
                host -> facts.put(host.name(), known.of(token, host.name()).orElse(null)));
        HostWork work = HostCommand.of(HostFacts.SCRIPT, Map.of(), options.timeout());
        for (HostOutcome outcome :
                outcomes(unknown, order(exchange, work, Optional.empty(), Map.of(), FleetLog.NONE))) {
            Map<String, Object> read = HostFacts.read(((HostOutcome.Succeeded) outcome).stdout())
                    .orElseThrow(() -> new IllegalStateException("fleet:" + endpoint.getSelector() + ": "
                            + outcome.host() + " did not tell all its facts; see what its sh prints for facts.sh"));
            known.keep(token, outcome.host(), read);
            facts.put(outcome.host(), read);
        }
        return facts;
    }

    private String work(FleetOptions options) {
        return "fleet:" + endpoint.getSelector()
                + options.script().map(name -> " " + name).orElse(options.facts() == FactsOption.FALSE ? "" : " facts");
    }

    private HostOrder order(Exchange exchange, int hosts, FleetOptions options, StepToken token) throws IOException {
        Map<String, String> environment = environment(exchange, options.env());
        String text =
                script.isPresent() ? script.get() : BodyInput.of(exchange, 1).script();
        Optional<HostOrder.Input> input =
                options.bodyIsInput() ? Optional.of(BodyInput.of(exchange, hosts)) : Optional.empty();
        HostWork work =
                token != null && options.once() ? once(text, environment, input, token) : bare(text, environment);
        FleetLog all = endpoint.fleet().logs().of(token);
        // what a look prints is for the route, and much of it; its step says what it came to
        FleetLog log = options.failedHosts() == FailedHosts.RESULT ? all.errors() : all;
        return order(exchange, work, input, environment, log);
    }

    private HostOrder order(
            Exchange exchange,
            HostWork work,
            Optional<HostOrder.Input> input,
            Map<String, String> environment,
            FleetLog log) {
        FleetOptions options = endpoint.options();
        Supplier<StopReason> stop = StopReason.of(exchange);
        HostOrder.Output output =
                switch (options.output()) {
                    case BODY -> HostOrder.Output.TEXT;
                    case FILE -> HostOrder.Output.files(options.directory().orElseThrow());
                    case STREAM -> HostOrder.Output.streams(streams(exchange));
                };
        return new HostOrder(
                work,
                input,
                options.timeout(),
                options.silence(),
                options.maxOutput(),
                output,
                Redaction.of(environment),
                log,
                () -> endpoint.fleet().closing() ? StopReason.SHUTDOWN : stop.get());
    }

    private HostWork bare(String text, Map<String, String> environment) {
        FleetOptions options = endpoint.options();
        return options.as().isPresent()
                ? HostCommand.of(options.as().get(), text, environment, options.timeout())
                : HostCommand.of(text, environment, options.timeout());
    }

    private HostWork once(String given, Map<String, String> values, Optional<HostOrder.Input> input, StepToken token)
            throws IOException {
        FleetOptions options = endpoint.options();
        RunAs.Script script = options.as()
                .map(as -> as.script(given, values, options.timeout()))
                .orElse(new RunAs.Script(given, values));
        String text = script.text();
        Map<String, String> environment = script.environment();
        String work = WorkKey.work(text, environment);
        OptionalLong bytes = input.isPresent() ? input.get().bytes() : OptionalLong.empty();
        return OnceCommand.of(
                text,
                environment,
                options.timeout(),
                options.maxOutput(),
                new OnceCommand.Input(input.isPresent(), bytes),
                endpoint.fleet().settings().stateDirectory(),
                token,
                WorkKey.of(token, work, endpoint.fleet().calls().next(token, work)));
    }

    private static Map<String, String> environment(Exchange exchange, List<EnvName> names) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (EnvName name : names) {
            environment.put(name.exported(), value(name.variable(), exchange.getVariable(name.variable())));
        }
        return environment;
    }

    private static String value(String name, Object value) {
        if (value instanceof CharSequence
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Enum<?>) {
            return value.toString();
        }
        throw new IllegalArgumentException("env '" + name + "': the exchange's variable "
                + (value == null ? "is not set" : "is a " + value.getClass().getSimpleName() + ", not one value")
                + "; set it before this step: setVariable: {name: " + name + ", constant: \"1.0\"}");
    }
}
