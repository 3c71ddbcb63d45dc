package io.upkeep;

import io.upkeep.incident.IncidentReport;
import io.upkeep.incident.Incidents;
import io.upkeep.performance.CapacityAlarm;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What may run out before more can be got is an incident; it is over when a later review finds enough. */
@Component
class CapacityIncidents implements CapacityAlarm {

    private static final int LONGEST_TITLE = 200;

    private final Incidents incidents;

    CapacityIncidents(Incidents incidents) {
        this.incidents = incidents;
    }

    @Override
    public void isShort(String run, String key, String text) {
        String title = text.length() <= LONGEST_TITLE ? text : text.substring(0, LONGEST_TITLE - 1) + "…";
        incidents.report(
                new IncidentReport("capacity:" + key, "capacity", title, "run:" + run, text, UUID.fromString(run)));
    }

    @Override
    public void isEnough(String run, String key, String text) {
        incidents.over("capacity:" + key, "run:" + run, text);
    }
}
