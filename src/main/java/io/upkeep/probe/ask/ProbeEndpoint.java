package io.upkeep.probe.ask;

import io.upkeep.probe.ProbeKind;
import java.io.IOException;
import java.util.Locale;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Start a route for each declared probe that is due, or ask a port, a name server, Kafka, a database or a cache. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "probe",
        title = "Probe",
        syntax = "probe:what",
        category = {Category.MONITORING})
@Metadata(
        description =
                "Start a route for each declared probe that is due, or ask a port, a name server, Kafka, a database or a cache.")
public final class ProbeEndpoint extends DefaultEndpoint implements MultipleConsumersSupport {

    @UriPath(
            description = "From: the kind of the declared probes that the route asks: http, tcp, dns, sql, postgresql, "
                    + "redis, queue, host, script, kafka-lag, heartbeat; or changes: what is told of probes' states. To: connect (to the variable address) or resolve (the variables name, type, server) "
                    + "or lag (the variables brokers, group, topics, clientProperties) "
                    + "or query (the variables target, query) or info (the variable target).")
    @Metadata(required = true)
    private final String what;

    @UriParam(
            label = "consumer",
            defaultValue = "10",
            description = "How many probes are asked at once; up to 500. A probe is never asked twice at once.")
    private int concurrency = 10;

    @UriParam(
            label = "consumer",
            description = "Only the probes of this target, such as the one whose connection the route has; of changes "
                    + "a selector, such as label:api.")
    private String target = "";

    @UriParam(label = "consumer", description = "Of changes: only those of probes with this name.")
    private String probe = "";

    @UriParam(
            label = "consumer",
            enums = "ok,warning,critical,unknown",
            description = "Of changes: only those that lead to this state.")
    private String becomes = "";

    @UriParam(label = "producer", defaultValue = "5000", description = "Longest time for the answer, in milliseconds.")
    private int timeout = 5000;

    ProbeEndpoint(String uri, String what, ProbeComponent component) {
        super(uri, component);
        this.what = what;
    }

    /** Several routes may react to the same changes. */
    @Override
    public boolean isMultipleConsumersSupported() {
        return what.equals("changes");
    }

    ProbeComponent component() {
        return (ProbeComponent) getComponent();
    }

    @Override
    public Producer createProducer() {
        return switch (what) {
            case "connect" -> new ConnectProducer(this);
            case "resolve" -> new ResolveProducer(this);
            case "lag" -> new LagProducer(this);
            case "query" -> new QueryProducer(this);
            case "info" -> new InfoProducer(this);
            default ->
                throw new IllegalArgumentException(
                        "to: probe:%s: there is no such question; write probe:connect, probe:resolve, probe:lag, probe:query or probe:info"
                                .formatted(what));
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        if (what.equals("changes")) {
            return new ChangesConsumer(this, processor);
        }
        ProbeKind kind = ProbeKind.of(what)
                .orElseThrow(() ->
                        new IllegalArgumentException("from: probe:%s: there is no such kind of probe; write one of %s"
                                .formatted(what, ProbeKind.words())));
        return new DueProbesConsumer(this, kind, processor);
    }

    /** The connection of the target that the variable names, as declared. */
    <T> T connection(Exchange exchange, Class<T> type) throws IOException {
        String name = exchange.getVariable("target", String.class);
        T connection = getCamelContext().getRegistry().lookupByNameAndType(name, type);
        if (connection == null) {
            throw new IOException("target '%s' is none that to: probe:%s can ask".formatted(name, what));
        }
        return connection;
    }

    /** What is asked. */
    public String getWhat() {
        return what;
    }

    public int getConcurrency() {
        return concurrency;
    }

    /** How many probes are asked at once. */
    public void setConcurrency(int concurrency) {
        if (concurrency < 1 || concurrency > 500) {
            throw new IllegalArgumentException(
                    "probe:%s: concurrency %d is not from 1 to 500; write 50".formatted(what, concurrency));
        }
        this.concurrency = concurrency;
    }

    public String getTarget() {
        return target;
    }

    /** Only the probes of this target. */
    public void setTarget(String target) {
        this.target = target;
    }

    public String getProbe() {
        return probe;
    }

    /** Of changes: only those of probes with this name. */
    public void setProbe(String probe) {
        this.probe = probe;
    }

    public String getBecomes() {
        return becomes;
    }

    /** Of changes: only those that lead to this state. */
    public void setBecomes(String becomes) {
        this.becomes = becomes.toLowerCase(Locale.ROOT);
    }

    public int getTimeout() {
        return timeout;
    }

    /** Longest time for the answer, in milliseconds. */
    public void setTimeout(int timeout) {
        this.timeout = timeout;
    }
}
