package io.upkeep.incident;

import io.upkeep.event.Outbox;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Opens, acknowledges and resolves incidents; each move, its line in the timeline and its event are one transaction. As routes
 * call it: {@code bean: {ref: incidents, method: …}}.
 */
@Component("incidents")
public class Incidents {

    private static final int LONGEST = 8_000;

    private final IncidentRecords records;
    private final Outbox outbox;
    private final ObjectProvider<IncidentListener> listeners;
    private final Clock clock;

    Incidents(IncidentRecords records, Outbox outbox, ObjectProvider<IncidentListener> listeners, Clock clock) {
        this.records = records;
        this.outbox = outbox;
        this.listeners = listeners;
        this.clock = clock;
    }

    /** Opens an incident, or counts the report in the unresolved one with the same key. */
    @Transactional
    public Incident report(IncidentReport report) {
        Instant now = clock.instant();
        IncidentRecords.Reported reported = records.report(report, now);
        Incident incident = reported.incident();
        if (reported.isNew()) {
            write(incident, report.by(), "opened", report.text(), now);
            listeners.orderedStream().forEach(listener -> listener.opened(incident, bounded(report.text())));
        } else {
            records.add(incident.id(), report.by(), "again", bounded(report.text()), now);
        }
        return incident;
    }

    /**
     * The same for a route.
     *
     * @param run the run that reports it
     * @return the incident's id
     */
    @Transactional
    public String open(String run, String key, String kind, String title, String text) {
        return report(new IncidentReport(key, kind, title, "run:" + run, text, UUID.fromString(run)))
                .id()
                .toString();
    }

    /**
     * Adds to the timeline, for a route; what was said by the same run in the same words is not said again, because a step
     * that was cut off says it twice.
     */
    @Transactional
    public String tell(String incident, String run, String what, String text) {
        UUID id = UUID.fromString(incident);
        String by = "run:" + run;
        String words = bounded(text);
        boolean said = records.timeline(id).stream()
                .anyMatch(entry -> entry.by().equals(by)
                        && entry.what().equals(what)
                        && entry.text().equals(words));
        if (!said) {
            add(id, by, what, words);
        }
        return words;
    }

    /** Ends it, for a route; one that is over stays as it is. */
    @Transactional
    public String end(String incident, String run, String resolution) {
        UUID id = UUID.fromString(incident);
        if (require(id).state() != Incident.State.RESOLVED) {
            resolve(id, "run:" + run, resolution);
        }
        return resolution;
    }

    /** Adds to the timeline. */
    @Transactional
    public void add(UUID id, String by, String what, String text) {
        require(id);
        records.add(id, by, what, bounded(text), clock.instant());
    }

    /** A person takes it up. */
    @Transactional
    public Incident acknowledge(UUID id, String by, String text) {
        require(id);
        Instant now = clock.instant();
        Incident incident = records.acknowledge(id, by, now)
                .orElseThrow(() -> new IncidentRefused("the incident %s is %s already; add a note instead"
                        .formatted(id, require(id).state())));
        write(incident, by, "acknowledged", text, now);
        return incident;
    }

    /** Ends it. */
    @Transactional
    public Incident resolve(UUID id, String by, String resolution) {
        require(id);
        Instant now = clock.instant();
        Incident incident = records.resolve(id, by, bounded(resolution), now)
                .orElseThrow(() -> new IncidentRefused("the incident %s is RESOLVED already".formatted(id)));
        write(incident, by, "resolved", resolution, now);
        return incident;
    }

    /** Ends the unresolved incident with this key, if there is one: what it was about is over. */
    @Transactional
    public void over(String key, String by, String resolution) {
        records.unresolved(key).ifPresent(incident -> resolve(incident.id(), by, resolution));
    }

    /** The one with this key that is not resolved. */
    public Optional<Incident> unresolved(String key) {
        return records.unresolved(key);
    }

    /** Newest first. */
    public List<Incident> newest(boolean resolvedToo, int limit) {
        return records.newest(resolvedToo, limit);
    }

    /** One by its id. */
    public Optional<Incident> find(UUID id) {
        return records.find(id);
    }

    /** All that was seen and done, in order. */
    public List<Incident.Entry> timeline(UUID id) {
        return records.timeline(id);
    }

    private Incident require(UUID id) {
        return records.find(id)
                .orElseThrow(
                        () -> new IncidentRefused("there is no incident %s; see upkeep incidents list".formatted(id)));
    }

    private void write(Incident incident, String by, String what, String text, Instant now) {
        int number = records.add(incident.id(), by, what, bounded(text), now);
        outbox.append(IncidentEvents.of(incident, what, by, number, now));
    }

    private static String bounded(String text) {
        String known = text == null ? "" : text;
        return known.length() <= LONGEST ? known : known.substring(0, LONGEST) + "…";
    }
}
