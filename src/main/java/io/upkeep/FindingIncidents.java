package io.upkeep;

import io.upkeep.incident.IncidentReport;
import io.upkeep.incident.Incidents;
import io.upkeep.security.Finding;
import io.upkeep.security.FindingListener;
import io.upkeep.security.Severity;
import org.springframework.stereotype.Component;

/** A critical finding is an incident until it is over or a person answers for it. */
@Component
class FindingIncidents implements FindingListener {

    private final Incidents incidents;

    FindingIncidents(Incidents incidents) {
        this.incidents = incidents;
    }

    @Override
    public void opened(Finding finding, String why) {
        if (finding.severity() == Severity.CRITICAL) {
            incidents.report(new IncidentReport(
                    key(finding),
                    "security",
                    "%s: %s".formatted(finding.host(), finding.text()),
                    "engine",
                    "%s %s, %s: %s".formatted(finding.check(), finding.subject(), why, finding.text()),
                    null));
        }
    }

    @Override
    public void over(Finding finding, String why) {
        incidents.over(key(finding), "engine", why);
    }

    private static String key(Finding finding) {
        return "security:" + finding.id();
    }
}
