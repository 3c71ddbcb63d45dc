package io.upkeep;

import io.upkeep.backup.BackupAlarm;
import io.upkeep.incident.IncidentReport;
import io.upkeep.incident.Incidents;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** A series of backups that is not as promised is an incident, until a later look finds that it is. */
@Component
class BackupIncidents implements BackupAlarm {

    private final Incidents incidents;

    BackupIncidents(Incidents incidents) {
        this.incidents = incidents;
    }

    @Override
    public void isNotAsPromised(String run, String series, String text) {
        incidents.report(new IncidentReport(
                key(series),
                "backup",
                "backups of %s are not as promised".formatted(series),
                "run:" + run,
                text,
                UUID.fromString(run)));
    }

    @Override
    public void isAsPromised(String run, String series) {
        incidents.over(key(series), "run:" + run, "the backups of %s are as promised".formatted(series));
    }

    /** A key of its own: a look at the promises finds the series good, and ends the other. */
    @Override
    public void leavesOut(String run, String series, String text) {
        String key = key(series) + ":left-out";
        if (text.isEmpty()) {
            incidents.over(key, "run:" + run, "the backup of %s leaves nothing out".formatted(series));
        } else {
            incidents.report(new IncidentReport(
                    key,
                    "backup",
                    "backups of %s leave something out".formatted(series),
                    "run:" + run,
                    text,
                    UUID.fromString(run)));
        }
    }

    private static String key(String series) {
        return "backup:" + series;
    }
}
