package io.upkeep.incident;

import io.upkeep.incident.EscalationSettings.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides who is told of an incident now. What nobody takes up climbs, each level told once, also those that came due while
 * nobody looked; what is taken up climbs no further, and is told again when it lasts; what is resolved is told no more.
 */
final class EscalationRules {

    private EscalationRules() {}

    /**
     * One telling.
     *
     * @param level from 1; 0 when it is told again
     * @param round how often it was told again, from 1; 0 when it climbs
     */
    record Telling(int level, int round, String tell) {}

    /**
     * The tellings that are due, in order.
     *
     * @param told how often it was told again, and when the last time
     */
    static List<Telling> due(Incident incident, Again told, EscalationSettings settings, Instant now) {
        return switch (incident.state()) {
            case OPEN -> climb(incident, settings.escalation(), now);
            case ACKNOWLEDGED -> again(incident, told, settings, now);
            case RESOLVED -> List.of();
        };
    }

    /** How often an incident that is taken up was told again; {@code last} is null when never. */
    record Again(int times, Instant last) {}

    private static List<Telling> climb(Incident incident, List<Level> levels, Instant now) {
        List<Telling> due = new ArrayList<>();
        for (int level = incident.level() + 1; level <= levels.size(); level++) {
            Level next = levels.get(level - 1);
            if (!now.isBefore(incident.openedAt().plus(next.after()))) {
                due.add(new Telling(level, 0, next.tell()));
            }
        }
        return due;
    }

    /** Told to the highest level that knows of it, or to the first when none does. */
    private static List<Telling> again(Incident incident, Again told, EscalationSettings settings, Instant now) {
        if (settings.repeatAfter() == null || settings.escalation().isEmpty()) {
            return List.of();
        }
        Instant since = told.last() == null ? incident.acknowledgedAt() : told.last();
        if (now.isBefore(since.plus(settings.repeatAfter()))) {
            return List.of();
        }
        int level =
                Math.min(Math.max(incident.level(), 1), settings.escalation().size());
        return List.of(new Telling(
                0, told.times() + 1, settings.escalation().get(level - 1).tell()));
    }
}
