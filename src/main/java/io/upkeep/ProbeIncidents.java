package io.upkeep;

import io.upkeep.incident.IncidentReport;
import io.upkeep.incident.Incidents;
import io.upkeep.probe.ProbeState;
import io.upkeep.probe.ReactionFailures;
import io.upkeep.probe.StateChange;
import io.upkeep.probe.StateListener;
import org.springframework.stereotype.Component;

/** A probe that is told to be critical is an incident, opened in the transaction that records it; it ends when the probe is better. */
@Component
class ProbeIncidents implements StateListener, ReactionFailures {

    private static final String BY = "probe";

    private final Incidents incidents;

    ProbeIncidents(Incidents incidents) {
        this.incidents = incidents;
    }

    @Override
    public void changed(StateChange change) {
        String name = change.target() + "/" + change.probe();
        String key = BY + ":" + name;
        if (change.state() == ProbeState.CRITICAL) {
            String title = "%s of %s is critical".formatted(change.probe(), change.target());
            incidents.report(new IncidentReport(key, BY, title, key, change.reason(), null));
        } else if (change.before() == ProbeState.CRITICAL) {
            incidents.over(key, key, "%s is %s: %s".formatted(name, change.state(), change.reason()));
        }
    }

    @Override
    public void failed(String route, StateChange change, String why) {
        String title = "route %s did nothing about %s of %s".formatted(route, change.probe(), change.target());
        incidents.report(new IncidentReport("reaction:" + route, BY, title, "engine", why, null));
    }
}
