package io.upkeep.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Security audits: what they look at in the product itself, and their reports. As routes call it: {@code ref: securityAudits}. */
@Component("securityAudits")
public class Audits {

    private static final String REVIEWS = "break-glass-reviews";
    private static final int MOST = 5000;

    private final AuditBook book;
    private final BaselineBook baselines;
    private final FindingRecords records;
    private final Inventory inventory;
    private final SecurityProperties properties;
    private final ObjectMapper json;
    private final Clock clock;

    Audits(
            AuditBook book,
            BaselineBook baselines,
            FindingRecords records,
            Inventory inventory,
            SecurityProperties properties,
            ObjectMapper json,
            Clock clock) {
        this.book = book;
        this.baselines = baselines;
        this.records = records;
        this.inventory = inventory;
        this.properties = properties;
        this.json = json;
        this.clock = clock;
    }

    /** Ports that are open and not declared, of what was seen last; and overrides that nobody has reviewed. */
    List<Look> look(Instant now) {
        List<Look> looks = new ArrayList<>();
        List<Target> hosts = inventory.all().stream()
                .filter(target -> target.kind() == TargetKind.HOST)
                .toList();
        for (Target host : hosts) {
            looks.add(baselines
                    .snapshot(host.name())
                    .map(seen -> seen.content().get(BaselineTopic.LISTENERS.word()))
                    .map(listeners -> AuditRules.ports(host.name(), listeners, declared(host), now))
                    .orElseGet(
                            () -> Look.blind(host.name(), AuditRules.PORTS, now, "nobody has seen its listeners yet")));
        }
        List<Sighting> unreviewed = new ArrayList<>();
        book.unreviewed().forEach((run, words) -> unreviewed.add(new Sighting(run, Severity.MEDIUM, words)));
        looks.add(Look.saw(Findings.OURSELVES, REVIEWS, now, unreviewed));
        return looks;
    }

    private Set<Integer> declared(Target host) {
        Set<Integer> declared = new HashSet<>();
        boolean any = false;
        Set<String> names = new HashSet<>(host.labels());
        names.add(host.name());
        for (String name : names) {
            List<Integer> ports = properties.audit().ports().get(name);
            any |= ports != null;
            declared.addAll(ports == null ? List.of() : ports);
        }
        return any ? declared : null;
    }

    /**
     * Writes and keeps the report of a run that has recorded its looks.
     *
     * @return JSON-able: {@code complete}, {@code unknown} (how many checks could not look), {@code report}, {@code said}: its counts
     */
    @Transactional
    public Map<String, Object> report(String run, List<Map<String, Object>> looks) {
        Instant now = clock.instant();
        List<String> unknown = looks.stream()
                .map(fields -> json.convertValue(fields, Look.class))
                .filter(look -> look.unknown() != null)
                .map(look -> "%s %s: %s".formatted(look.host(), look.check(), look.unknown()))
                .toList();
        List<Finding> findings = records.list(false, null, null, MOST);
        AuditText.Occasion audit = new AuditText.Occasion(UUID.fromString(run), now);
        AuditReport before = book.before(now).orElse(null);
        String text = AuditText.write(audit, findings, unknown, before);
        book.put(new AuditReport(
                audit.run(),
                now,
                unknown.isEmpty(),
                findings.stream().map(AuditText::line).toList(),
                text));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("complete", unknown.isEmpty());
        result.put("unknown", unknown.size());
        result.put("report", text);
        result.put("said", FindingWords.audit(findings, unknown.size(), before));
        return result;
    }

    /** Newest first. */
    public List<AuditReport> newest(int limit) {
        return book.newest(limit);
    }
}
