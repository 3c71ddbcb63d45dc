package io.upkeep.probe.ask;

import io.upkeep.probe.DeclaredProbes;
import io.upkeep.probe.ProbeInbox;
import io.upkeep.probe.ProbeProperties;
import io.upkeep.probe.StateChanges;
import io.upkeep.run.Turn;
import io.upkeep.target.Inventory;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * The {@code probe:} component. {@code from: probe:http} starts its route for each declared HTTP probe that is due, on one node of
 * all; {@code from: probe:changes} for each change of state that is told; {@code to: probe:connect} and others ask what Camel
 * has no component for.
 */
@Component("probe-component")
public class ProbeComponent extends DefaultComponent {

    private final DeclaredProbes probes;
    private final ProbeInbox inbox;
    private final StateChanges changes;
    private final Inventory inventory;
    private final Turn turn;
    private final Online online;
    private final Clock clock;

    ProbeComponent(
            DeclaredProbes probes,
            ProbeInbox inbox,
            StateChanges changes,
            Inventory inventory,
            @Qualifier("probeTurn") Turn turn,
            ProbeProperties properties,
            Clock clock) {
        this.probes = probes;
        this.inbox = inbox;
        this.changes = changes;
        this.inventory = inventory;
        this.turn = turn;
        this.online = new Online(properties.onlineWhen());
        this.clock = clock;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String what, Map<String, Object> parameters) throws Exception {
        ProbeEndpoint endpoint = new ProbeEndpoint(uri, what, this);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    DeclaredProbes probes() {
        return probes;
    }

    ProbeInbox inbox() {
        return inbox;
    }

    StateChanges changes() {
        return changes;
    }

    Inventory inventory() {
        return inventory;
    }

    Clock clock() {
        return clock;
    }

    Online online() {
        return online;
    }

    Turn turn() {
        return turn;
    }
}
