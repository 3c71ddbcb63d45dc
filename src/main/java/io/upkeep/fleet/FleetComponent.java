package io.upkeep.fleet;

import io.upkeep.target.Inventory;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Endpoint;
import org.apache.camel.component.ssh.SshComponent;

/**
 * The {@code fleet:} component: camel-ssh for many hosts of the inventory. One SSH client and its sessions serve all
 * endpoints; kex, ciphers and macs are the inherited {@link #getConfiguration() configuration}'s. The client starts
 * with the first producer and stops with the component.
 */
public final class FleetComponent extends SshComponent {

    private static final int SWEEP_SECONDS = 10;

    private final Inventory inventory;
    private final SshSettings settings;
    private final Path routes;
    private final FleetLogs logs;
    private ExecutorService threads;
    private ScheduledExecutorService sweeper;
    private SshSessions sessions;
    private final CallNumbers calls = new CallNumbers();
    private final HostFacts facts = new HostFacts();
    private volatile boolean closing;

    /** Hosts come from the inventory, scripts from the routes directory, output lines go to the logs as they come. */
    public FleetComponent(Inventory inventory, SshSettings settings, Path routes, FleetLogs logs) {
        this.inventory = inventory;
        this.settings = settings;
        this.routes = routes;
        this.logs = logs;
    }

    /** Checks everything that can be checked before a message comes: a route with a mistake does not load. */
    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        FleetEndpoint endpoint = new FleetEndpoint(uri, remaining, this);
        setProperties(endpoint, parameters);
        endpoint.check(inventory);
        return endpoint;
    }

    Path routes() {
        return routes;
    }

    SshSettings settings() {
        return settings;
    }

    CallNumbers calls() {
        return calls;
    }

    HostFacts facts() {
        return facts;
    }

    /** Whether the component stops or has stopped, so that an interrupt is none of a run's. */
    boolean closing() {
        return closing;
    }

    FleetLogs logs() {
        return logs;
    }

    synchronized ExecutorService threads() {
        if (threads == null) {
            // virtual threads where camel.threads.virtual.enabled says so
            threads = getCamelContext().getExecutorServiceManager().newCachedThreadPool(this, "fleet");
        }
        return threads;
    }

    synchronized SshSessions sessions() {
        if (sessions == null) {
            SshSessions opened =
                    new SshSessions(SshLogin.start(settings, getConfiguration()), settings, inventory::jump);
            sweeper =
                    getCamelContext().getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "fleet-idle");
            var unused =
                    sweeper.scheduleWithFixedDelay(opened::closeIdle, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
            sessions = opened;
        }
        return sessions;
    }

    @Override
    protected void doStart() throws Exception {
        closing = false;
        super.doStart();
    }

    @Override
    protected synchronized void doStop() throws Exception {
        closing = true;
        if (sessions != null) {
            getCamelContext().getExecutorServiceManager().shutdownNow(sweeper);
            sessions.close();
            sessions = null;
        }
        if (threads != null) {
            getCamelContext().getExecutorServiceManager().shutdownNow(threads);
            threads = null;
        }
        super.doStop();
    }
}
