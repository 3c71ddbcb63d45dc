package io.upkeep.fleet;

import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;

/** A Camel context with the fleet component, and real SSH hosts for it. */
final class FleetFixture implements AutoCloseable {

    final Path directory;
    final Path knownHosts;
    final List<SshdHost> hosts = new ArrayList<>();
    final List<String> lines = new CopyOnWriteArrayList<>();
    FleetComponent component;
    private final DefaultCamelContext camel = new DefaultCamelContext();

    /** Longer than a busy machine may stand still: only {@link #impatientNode} is about hosts that fall silent. */
    private static final Duration PATIENT = Duration.ofMinutes(2);

    private FleetFixture(Path directory, Path knownHosts) {
        this.directory = directory;
        this.knownHosts = knownHosts;
    }

    /** Hosts that someone else runs. */
    static FleetFixture on(Path directory, Path knownHosts, Path privateKey, List<Target> targets) throws Exception {
        FleetFixture fixture = new FleetFixture(directory, knownHosts);
        fixture.start(targets, privateKey, PATIENT, null);
        return fixture;
    }

    /** So many hosts, all with label api, their keys pinned. */
    static FleetFixture of(Path directory, int count) throws Exception {
        return of(
                directory,
                count,
                hosts -> hosts.stream().map(host -> host.target("api")).toList());
    }

    /** So many hosts, each reached through the one before it, the first directly. */
    static FleetFixture chain(Path directory, int count) throws Exception {
        return of(directory, count, hosts -> {
            List<Target> targets = new ArrayList<>(List.of(hosts.get(0).target("api")));
            hosts.stream().skip(1).forEach(host -> targets.add(host.behind(targets.get(targets.size() - 1))));
            return targets;
        });
    }

    static FleetFixture of(Path directory, int count, Function<List<SshdHost>, List<Target>> estate) throws Exception {
        FleetFixture fixture = new FleetFixture(directory, directory.resolve("known_hosts"));
        StringBuilder pinned = new StringBuilder();
        for (int number = 1; number <= count; number++) {
            SshdHost host = new SshdHost(
                    "api-" + number, directory.resolve("host-" + number).toAbsolutePath());
            fixture.hosts.add(host);
            pinned.append(host.knownHostsLine());
        }
        Files.writeString(fixture.knownHosts, pinned);
        fixture.start(estate.apply(fixture.hosts), SshdHost.loginKey(directory), PATIENT, null);
        return fixture;
    }

    private void start(List<Target> targets, Path privateKey, Duration heartbeat, Duration lostTimeout)
            throws Exception {
        SshSettings settings =
                new SshSettings(knownHosts, privateKey, null, null, null, Duration.ZERO, heartbeat, lostTimeout, null);
        FleetLog log = (host, stream, line) -> lines.add(host + " " + stream + " " + line);
        component = new FleetComponent(new Inventory(targets), settings, directory, step -> log);
        camel.addComponent("fleet", component);
        camel.start();
    }

    /** Another owner of the same runs: a node of its own, with connections of its own to the same hosts. */
    FleetFixture anotherNode() throws Exception {
        List<Target> targets = hosts.stream().map(host -> host.target("api")).toList();
        return on(directory, knownHosts, directory.resolve("id_ecdsa"), targets);
    }

    /** The same, which loses patience with hosts that are gone sooner. */
    FleetFixture impatientNode(Duration heartbeat, Duration lostTimeout) throws Exception {
        FleetFixture node = new FleetFixture(directory, knownHosts);
        List<Target> targets = hosts.stream().map(host -> host.target("api")).toList();
        node.start(targets, directory.resolve("id_ecdsa"), heartbeat, lostTimeout);
        return node;
    }

    DefaultCamelContext camel() {
        return camel;
    }

    SshdHost host(int number) {
        return hosts.get(number - 1);
    }

    void script(String name, String text) throws Exception {
        Files.writeString(directory.resolve(name), text);
    }

    /** Sends one exchange and returns it, failed or not. */
    Exchange send(String uri, Consumer<Exchange> prepared) {
        return camel.createFluentProducerTemplate()
                .to(uri)
                .withProcessor(prepared::accept)
                .send();
    }

    Exchange run(String uri, Object body) {
        return send(uri, exchange -> exchange.getMessage().setBody(body));
    }

    /** Runs a script file as a step of a run. */
    Exchange step(String uri, String token) {
        return send(uri, exchange -> exchange.setProperty(StepToken.PROPERTY, token));
    }

    static Map<String, Object> of(Exchange exchange, String host) throws Exception {
        return all(exchange).get(host);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Map<String, Object>> all(Exchange exchange) throws Exception {
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return exchange.getMessage().getBody(Map.class);
    }

    static FleetFailed failure(Exchange exchange) {
        if (exchange.getException() instanceof FleetFailed failed) {
            return failed;
        }
        throw new AssertionError("expected FleetFailed, got " + exchange.getException(), exchange.getException());
    }

    @Override
    public void close() throws IOException {
        camel.stop();
        for (SshdHost host : hosts) {
            host.close();
        }
    }
}
