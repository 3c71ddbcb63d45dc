package io.upkeep.incident;

import io.upkeep.event.Outbox;
import io.upkeep.incident.EscalationRules.Telling;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Lets incidents climb, as a route asks every few seconds: {@code bean: {ref: escalation, method: climb}}. That somebody is told,
 * that it is written down and its event are one transaction per incident; nodes that do so at once do it once.
 */
@Component("escalation")
public class Escalation {

    private final EscalationRecords records;
    private final EscalationSettings settings;
    private final IncidentTeller teller;
    private final Outbox outbox;
    private final TransactionOperations transaction;
    private final Clock clock;

    Escalation(
            EscalationRecords records,
            EscalationSettings settings,
            IncidentTeller teller,
            Outbox outbox,
            TransactionOperations transaction,
            Clock clock) {
        this.records = records;
        this.settings = settings;
        this.teller = teller;
        this.outbox = outbox;
        this.transaction = transaction;
        this.clock = clock;
        settings.escalation().forEach(this::requireKnown);
    }

    private void requireKnown(EscalationSettings.Level level) {
        if (!teller.knows(level.tell())) {
            throw new IllegalArgumentException(
                    "escalation: '%s' is no stakeholder, no person and no role that somebody has; write operations-lead, or declare it (application.yaml, upkeep.incidents.escalation, upkeep.people, upkeep.stakeholders)"
                            .formatted(level.tell()));
        }
    }

    /** Tells whoever is to be told now. */
    public void climb() {
        if (!settings.escalation().isEmpty()) {
            records.lasting().forEach(id -> transaction.executeWithoutResult(status -> climb(id)));
        }
    }

    private void climb(UUID id) {
        Instant now = clock.instant();
        records.held(id)
                .ifPresent(incident -> EscalationRules.due(incident, records.again(id), settings, now)
                        .forEach(telling -> tell(incident, telling, now)));
    }

    private void tell(Incident incident, Telling telling, Instant now) {
        boolean again = telling.level() == 0;
        if (!records.told(incident.id(), telling, now)) {
            return;
        }
        String headline = again
                ? "lasts, though it is taken up"
                : telling.level() == 1 ? "needs somebody to take it up" : "is still taken up by nobody";
        String who = teller.tell(telling.tell(), incident, headline) == 0
                ? "nobody, because %s has no address,".formatted(telling.tell())
                : telling.tell();
        String text = again
                ? "told %s again: it lasts, taken up by %s".formatted(who, incident.answeredBy())
                : "level %d: told %s".formatted(telling.level(), who);
        int number = records.add(incident.id(), "escalation", "escalated", text, now);
        outbox.append(IncidentEvents.of(incident, "escalated", "escalation", number, now, telling));
    }
}
