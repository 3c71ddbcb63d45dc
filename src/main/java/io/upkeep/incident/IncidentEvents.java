package io.upkeep.incident;

import io.upkeep.event.Event;
import io.upkeep.incident.EscalationRules.Telling;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The events of an incident; the number of its timeline's line is the sequence. */
final class IncidentEvents {

    private IncidentEvents() {}

    static Event of(Incident incident, String what, String by, int number, Instant now) {
        return event(incident, what, number, now, facts(incident, by));
    }

    /** With the level and who was told. */
    static Event of(Incident incident, String what, String by, int number, Instant now, Telling telling) {
        Map<String, Object> facts = facts(incident, by);
        facts.put("level", telling.level() == 0 ? incident.level() : telling.level());
        facts.put("told", telling.tell());
        facts.put("again", telling.level() == 0);
        return event(incident, what, number, now, facts);
    }

    private static Map<String, Object> facts(Incident incident, String by) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("incident", incident.id().toString());
        facts.put("key", incident.key());
        facts.put("kind", incident.kind());
        facts.put("title", incident.title());
        facts.put("state", incident.state().name());
        facts.put("by", by);
        facts.put("run", incident.run() == null ? null : incident.run().toString());
        facts.put("openedAt", incident.openedAt().toString());
        return facts;
    }

    private static Event event(Incident incident, String what, int number, Instant now, Map<String, Object> facts) {
        String subject = incident.id().toString();
        return new Event(UUID.randomUUID(), "io.upkeep.incident." + what + ".v1", subject, subject, number, now, facts);
    }
}
