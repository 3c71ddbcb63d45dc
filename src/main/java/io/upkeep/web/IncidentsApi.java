package io.upkeep.web;

import io.upkeep.diagnosis.DiagnosisFailed;
import io.upkeep.diagnosis.Troubleshooting;
import io.upkeep.incident.Incident;
import io.upkeep.incident.IncidentRefused;
import io.upkeep.incident.IncidentReport;
import io.upkeep.incident.Incidents;
import io.upkeep.text.Shown;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/incidents}: what needs a person, with its timeline. */
@RestController
@RequestMapping("/api/incidents")
class IncidentsApi {

    private static final String ORDER = "{\"title\": \"the API is slow since noon\", \"text\": \"p95 is 900 ms\"}";
    private static final String NOTE = "{\"text\": \"the disk was full; freed 12 GB\"}";

    private static final String LOOK = "{\"type\": \"service_failure\"}";

    private final Incidents incidents;
    private final Troubleshooting troubleshooting;

    IncidentsApi(Incidents incidents, Troubleshooting troubleshooting) {
        this.incidents = incidents;
        this.troubleshooting = troubleshooting;
    }

    /** What kind of issue it is; null for a guess. */
    record Look(String type, String text) {}

    /** A body of a person's own words. */
    record Note(String text) {

        String needed() {
            if (text == null || text.isBlank()) {
                throw new BadValue("text: say what was seen or done; send for example " + NOTE);
            }
            return text;
        }
    }

    /** A report by a person. */
    record Order(String title, String text) {}

    /** An incident with its timeline. */
    record IncidentView(Incident incident, List<Incident.Entry> timeline) {}

    @GetMapping
    List<Incident> newest(
            @RequestParam(defaultValue = "false") boolean all, @RequestParam(defaultValue = "50") String limit) {
        return incidents.newest(all, Limit.of(limit));
    }

    @GetMapping("/{id}")
    IncidentView one(@PathVariable String id) {
        Incident incident = incidents
                .find(Identified.INCIDENT.id(id))
                .orElseThrow(() -> new NotFound(
                        "there is no incident '%s'; GET /api/incidents?all=true lists them".formatted(Shown.of(id))));
        return new IncidentView(incident, incidents.timeline(incident.id()));
    }

    @PostMapping
    ResponseEntity<Incident> report(
            @RequestBody @Example(ORDER) Order order,
            @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        if (order.title() == null || order.title().isBlank() || order.title().length() > 200) {
            throw new BadValue(
                    "title: say in a line of at most 200 characters what is wrong; send for example " + ORDER);
        }
        Incident incident = incidents.report(new IncidentReport(
                "person:" + UUID.randomUUID(), "person", order.title(), Person.of(person), order.text(), null));
        return ResponseEntity.created(URI.create("/api/incidents/" + incident.id()))
                .body(incident);
    }

    @PostMapping("/{id}/acknowledge")
    Incident acknowledge(
            @PathVariable String id,
            @RequestBody(required = false) @Example(NOTE) Note note,
            @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        one(id);
        return incidents.acknowledge(
                Identified.INCIDENT.id(id), Person.of(person), note == null || note.text() == null ? "" : note.text());
    }

    @PostMapping("/{id}/notes")
    IncidentView add(
            @PathVariable String id,
            @RequestBody @Example(NOTE) Note note,
            @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        one(id);
        incidents.add(Identified.INCIDENT.id(id), Person.of(person), "note", note.needed());
        return one(id);
    }

    @PostMapping("/{id}/resolve")
    Incident resolve(
            @PathVariable String id,
            @RequestBody @Example(NOTE) Note note,
            @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        one(id);
        return incidents.resolve(Identified.INCIDENT.id(id), Person.of(person), note.needed());
    }

    /** Asks for a run that finds out why; without a type it is guessed from the incident. */
    @PostMapping("/{id}/troubleshoot")
    ResponseEntity<Map<String, String>> troubleshoot(
            @PathVariable String id,
            @RequestBody(required = false) @Example(LOOK) Look look,
            @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        one(id);
        String type = look == null ? null : look.type();
        String details = look == null || look.text() == null ? "" : look.text();
        try {
            UUID run = troubleshooting.lookInto(Identified.INCIDENT.id(id), type, details, Person.of(person));
            return ResponseEntity.accepted()
                    .location(URI.create("/api/runs/" + run))
                    .body(Map.of("run", run.toString()));
        } catch (IllegalArgumentException e) {
            throw new BadValue("type: " + e.getMessage() + "; send for example " + LOOK);
        }
    }

    @ExceptionHandler({IncidentRefused.class, DiagnosisFailed.class})
    ProblemDetail refused(RuntimeException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, e.getMessage());
    }
}
