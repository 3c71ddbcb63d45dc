package io.upkeep;

import io.upkeep.incident.IncidentReport;
import io.upkeep.incident.Incidents;
import io.upkeep.pipeline.timer.TimerAlarm;
import org.springframework.stereotype.Component;

/** Work that was due and not done, because nobody was there to ask for it, is an incident until it has been done. */
@Component
class TimerIncidents implements TimerAlarm {

    private static final String BY = "engine";

    private final Incidents incidents;

    TimerIncidents(Incidents incidents) {
        this.incidents = incidents;
    }

    @Override
    public void isBehind(String timer, String text) {
        incidents.report(
                new IncidentReport(key(timer), "timer", "timer %s missed its time".formatted(timer), BY, text, null));
    }

    @Override
    public void hasCaughtUp(String timer) {
        incidents.over(key(timer), BY, "what timer %s missed has been done since".formatted(timer));
    }

    private static String key(String timer) {
        return "timer:" + timer;
    }
}
