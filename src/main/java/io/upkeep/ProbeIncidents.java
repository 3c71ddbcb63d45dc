package io.upkeep;

import io.upkeep.incident.IncidentReport;
import io.upkeep.incident.Incidents;
import io.upkeep.probe.ProbeState;
import io.upkeep.probe.ReactionFailures;
import io.upkeep.probe.StateChange;
import io.upkeep.probe.StateChange.Alike;
import io.upkeep.probe.StateListener;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * A probe that is told to be critical is an incident, opened in the transaction that records it; it ends when the probe is better. A
 * target that does not serve is one incident, though a check by runs and a declared probe both see it.
 */
@Component
class ProbeIncidents implements StateListener, ReactionFailures {

    private static final String BY = "probe";

    private final Incidents incidents;

    ProbeIncidents(Incidents incidents) {
        this.incidents = incidents;
    }

    @Override
    public void changed(StateChange change) {
        if (change.state() == ProbeState.CRITICAL) {
            worse(change);
        } else if (change.before() == ProbeState.CRITICAL) {
            better(change);
        }
    }

    /** Told in the incident that the other sort of probe has opened, where there is one. */
    private void worse(StateChange change) {
        String own = key(change, change.probe());
        String key = others(change)
                .map(other -> key(change, other.probe()))
                .filter(other -> incidents.unresolved(own).isEmpty())
                .filter(other -> incidents.unresolved(other).isPresent())
                .findFirst()
                .orElse(own);
        String title = "%s of %s is critical".formatted(change.probe(), change.target());
        String text = key.equals(own) ? change.reason() : "%s, too: %s".formatted(title, change.reason());
        incidents.report(new IncidentReport(key, BY, title, own, text, null));
    }

    /** Ends what is over; an incident in which another probe may be told that is critical goes on. */
    private void better(StateChange change) {
        String own = key(change, change.probe());
        String news = "%s/%s is %s: %s".formatted(change.target(), change.probe(), change.state(), change.reason());
        Stream.concat(Stream.of(new Alike(change.probe(), change.isCheck(), false)), others(change))
                .forEach(holder -> incidents
                        .unresolved(key(change, holder.probe()))
                        .ifPresent(incident -> {
                            String still = change.alike().stream()
                                    .filter(Alike::isCritical)
                                    .filter(other ->
                                            other.probe().equals(holder.probe()) || other.isCheck() != holder.isCheck())
                                    .map(Alike::probe)
                                    .collect(Collectors.joining(", "));
                            if (still.isEmpty()) {
                                incidents.resolve(incident.id(), own, news);
                            } else {
                                incidents.add(
                                        incident.id(),
                                        own,
                                        "note",
                                        "%s; by %s it is critical still".formatted(news, still));
                            }
                        }));
    }

    /** Two declared probes are two questions, of which people declared each; a check asks once more what one of them asks. */
    private static Stream<Alike> others(StateChange change) {
        return change.alike().stream().filter(other -> other.isCheck() != change.isCheck());
    }

    private static String key(StateChange change, String probe) {
        return "%s:%s/%s".formatted(BY, change.target(), probe);
    }

    @Override
    public void failed(String route, StateChange change, String why) {
        String title = "route %s did nothing about %s of %s".formatted(route, change.probe(), change.target());
        incidents.report(new IncidentReport("reaction:" + route, BY, title, "engine", why, null));
    }
}
