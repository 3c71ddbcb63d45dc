package io.upkeep.diagnosis;

import io.upkeep.diagnosis.Issue.Service;
import io.upkeep.diagnosis.TroubleshootingRequests.Candidate;
import io.upkeep.target.Inventory;
import io.upkeep.target.TargetKind;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Knows which services are which units of which hosts, and what belongs to an issue. A mistake in that stops the start. */
@Component
class Issues {

    private final Inventory inventory;
    private final List<Service> services;
    private final EvidenceRecords records;
    private final TroubleshootingRequests requests;

    Issues(
            TroubleshootingSettings settings,
            Inventory inventory,
            EvidenceRecords records,
            TroubleshootingRequests requests) {
        this.inventory = inventory;
        this.requests = requests;
        this.records = records;
        this.services = settings.services().entrySet().stream()
                .map(entry -> service(entry.getKey(), entry.getValue()))
                .toList();
    }

    private Service service(String name, TroubleshootingSettings.Unit unit) {
        requireTarget(name, "upkeep.troubleshooting.services." + name);
        if (unit.host() == null || inventory.find(unit.host()).isEmpty()) {
            throw new IllegalArgumentException(
                    "service '%s': host '%s' is no target; write {host: api-1, unit: virtual-queue-api} (application.yaml, upkeep.troubleshooting.services.%s)"
                            .formatted(name, unit.host(), name));
        }
        if (unit.unit() == null || !unit.unit().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
            throw new IllegalArgumentException(
                    "service '%s': unit '%s' is not the name of a unit; write virtual-queue-api (application.yaml, upkeep.troubleshooting.services.%s.unit)"
                            .formatted(name, unit.unit(), name));
        }
        return new Service(name, unit.host(), unit.unit());
    }

    private void requireTarget(String name, String place) {
        if (inventory.find(name).isEmpty()) {
            throw new IllegalArgumentException("'%s' is no target; %s (application.yaml, %s)"
                    .formatted(Bounded.line(name, 60), inventory.selectable(), place));
        }
    }

    /** The issue; a target that does not exist, a run that nobody knows and an incident of another kind are refused. */
    Issue of(String type, String run, String target, String incident, Instant now) {
        if (!target.isEmpty() && inventory.find(target).isEmpty()) {
            throw new DiagnosisFailed(
                    "'%s' is no target; %s".formatted(Bounded.line(target, 60), inventory.selectable()));
        }
        UUID about = run.isEmpty() ? null : id("a run", run);
        if (about != null && records.run(about).isEmpty()) {
            throw new DiagnosisFailed("no run has the id %s; see upkeep runs list".formatted(about));
        }
        boolean endsElsewhere = !incident.isEmpty() && LookedInto.endsElsewhere(key(incident));
        return new Issue(IssueType.of(type), about, target, scope(target), services, now, endsElsewhere);
    }

    /** Of an incident that may be looked into. */
    private String key(String incident) {
        Candidate known = requests.incident(id("an incident", incident))
                .orElseThrow(() -> new DiagnosisFailed(
                        "no incident has the id %s; see upkeep incidents list".formatted(incident)));
        LookedInto.require(known.key(), known.title());
        return known.key();
    }

    private static UUID id(String what, String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new DiagnosisFailed("'%s' is not the id of %s; one looks like 0b0e1d9e-6f4c-4c55-9d4b-0f7c3a3b1c2d"
                    .formatted(Bounded.line(id, 60), what));
        }
    }

    /** A service and its host belong together; to the whole estate belongs all that serves, which backups do not. */
    private Set<String> scope(String target) {
        Set<String> scope = new LinkedHashSet<>();
        if (target.isEmpty()) {
            inventory.all().stream()
                    .filter(any -> any.kind() != TargetKind.BUCKET)
                    .forEach(any -> scope.add(any.name()));
        } else {
            scope.add(target);
            services.stream()
                    .filter(service ->
                            service.name().equals(target) || service.host().equals(target))
                    .forEach(service -> {
                        scope.add(service.name());
                        scope.add(service.host());
                    });
        }
        return scope;
    }
}
