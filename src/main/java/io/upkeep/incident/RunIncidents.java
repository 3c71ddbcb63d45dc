package io.upkeep.incident;

import io.upkeep.run.Run;
import io.upkeep.run.RunListener;
import io.upkeep.run.RunNews;
import java.util.Set;
import org.springframework.stereotype.Component;

/** A run that asks for a person is an incident, opened in the transaction in which it comes to ask; it ends when the run goes on or ends. */
@Component
class RunIncidents implements RunListener {

    private static final Set<String> ASKS = Set.of("run.rollback_failed", "run.needs_attention");
    private static final Set<String> OVER = Set.of("run.succeeded", "run.rolled_back", "run.cancelled");

    private final Incidents incidents;

    RunIncidents(Incidents incidents) {
        this.incidents = incidents;
    }

    @Override
    public boolean wants(RunNews news) {
        // a run that never asked has no incident, and most never do: only those that a person touched are looked up
        return ASKS.contains(news.what()) || (OVER.contains(news.what()) && mayHaveAsked(news.run()));
    }

    private static boolean mayHaveAsked(Run run) {
        return run.epoch() > 1;
    }

    @Override
    public void changed(RunNews news) {
        Run run = news.run();
        String key = "run:" + run.id();
        if (OVER.contains(news.what())) {
            incidents.over(key, "engine", "the run is " + run.state());
            return;
        }
        boolean undone = news.what().equals("run.rollback_failed");
        String title = run.pipeline() + (undone ? " failed, and so did its rollback" : " needs a person");
        String text = (run.failure() == null ? "" : run.failure() + "\n") + (run.reason() == null ? "" : run.reason());
        incidents.report(new IncidentReport(key, "run", title, "engine", text, run.id()));
    }
}
