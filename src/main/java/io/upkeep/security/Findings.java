package io.upkeep.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.upkeep.event.Event;
import io.upkeep.event.Outbox;
import io.upkeep.security.FindingRules.Change;
import io.upkeep.security.FindingRules.Move;
import io.upkeep.target.Inventory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Opens, accepts and closes findings; each change, its event and its incident are one transaction. The last step of a check
 * calls {@code record}; recording the same looks again changes nothing.
 */
@Component("findings")
public class Findings {

    /** The event of a finding that is open, again or for the first time. */
    public static final String OPENED = "io.upkeep.security.finding.opened.v1";

    /** The event of a finding that is over. */
    public static final String CLOSED = "io.upkeep.security.finding.closed.v1";

    /** The host of findings about Upkeep itself. */
    static final String OURSELVES = "upkeep";

    private static final Duration LONGEST_ACCEPTANCE = Duration.ofDays(366);

    private final FindingRecords records;
    private final Outbox outbox;
    private final ObjectProvider<FindingListener> listeners;
    private final ObjectMapper json;
    private final SecurityProperties properties;
    private final Inventory inventory;
    private final Clock clock;

    Findings(
            FindingRecords records,
            Outbox outbox,
            ObjectProvider<FindingListener> listeners,
            ObjectMapper json,
            SecurityProperties properties,
            Inventory inventory,
            Clock clock) {
        this.records = records;
        this.outbox = outbox;
        this.listeners = listeners;
        this.json = json;
        this.properties = properties;
        this.inventory = inventory;
        this.clock = clock;
    }

    /**
     * Records what a run saw.
     *
     * @param looks what {@link SecurityChecks} collected
     * @return JSON-able, in words: {@code opened}, {@code closed}, {@code unknown}; and how many are open by severity
     */
    @Transactional
    public Map<String, Object> record(String run, List<Map<String, Object>> looks) {
        if (looks == null || looks.isEmpty()) {
            throw new IllegalStateException(
                    "run " + run + " looked at nothing; let a step before this one call the bean"
                            + " 'securityChecks', as in method: logins");
        }
        records.lock();
        Told told = new Told();
        for (Map<String, Object> fields : looks) {
            Look look = json.convertValue(fields, Look.class);
            boolean known = records.lookedAt(look.host(), look.check())
                    .filter(at -> !at.isBefore(look.at()))
                    .isPresent();
            if (look.unknown() != null) {
                told.unknown.add("%s %s: %s".formatted(look.host(), look.check(), look.unknown()));
            }
            if (!known) {
                write(run, look, told);
            }
        }
        leaveOthers(run, told);
        records.forget(clock.instant().minus(properties.keep()));
        return told.asMap(records.open());
    }

    /** What {@link #record} gave, for people. */
    public String words(Map<String, Object> recorded) {
        return FindingWords.recorded(recorded);
    }

    private void write(String run, Look look, Told told) {
        for (Change change : FindingRules.decide(records.of(look.host(), look.check()), look)) {
            apply(run, change, look.at(), told);
        }
        records.looked(look);
    }

    /** Nobody will look at a host that is no target any more: what was found there is over, and not UNKNOWN for ever. */
    private void leaveOthers(String run, Told told) {
        List<String> hosts = new ArrayList<>(List.of(OURSELVES));
        inventory.all().forEach(target -> hosts.add(target.name()));
        Instant now = clock.instant();
        for (Finding left : records.ofOthers(hosts)) {
            apply(run, new Change(Move.CLOSED, left.closed(now), "the host is no target any more"), now, told);
        }
        records.forgetLooks(hosts);
    }

    private void apply(String run, Change change, Instant at, Told told) {
        Finding finding = change.finding();
        records.put(finding);
        if (change.move() == Move.OPENED) {
            told.opened.add(words(finding));
            outbox.append(event(OPENED, finding, run, at));
            listeners.orderedStream().forEach(listener -> listener.opened(finding, change.why()));
        } else if (change.move() == Move.CLOSED) {
            told.closed.add(words(finding));
            outbox.append(event(CLOSED, finding, run, at));
            listeners.orderedStream().forEach(listener -> listener.over(finding, change.why()));
        }
    }

    /** Judges what was seen before by what a person has decided since: closes what that settles. The looks are no new ones. */
    void judgeAgain(List<Look> looks) {
        records.lock();
        for (Look look : looks) {
            FindingRules.decide(records.of(look.host(), look.check()), look).stream()
                    .filter(change -> change.move() == Move.CLOSED)
                    .forEach(change -> apply(null, change, look.at(), new Told()));
        }
    }

    /**
     * A person answers for it until an instant, at most a year away; it is open again afterwards if it is still there.
     *
     * @throws FindingRefused when it is closed or not there, without a reason, or for too long
     */
    @Transactional
    public Finding accept(UUID id, String person, String reason, Instant until) {
        records.lock();
        Instant now = clock.instant();
        if (reason == null || reason.isBlank()) {
            throw new FindingRefused("say why it is acceptable, such as: the scanner of our provider, agreed with Ada");
        }
        if (until == null || !until.isAfter(now) || until.isAfter(now.plus(LONGEST_ACCEPTANCE))) {
            throw new FindingRefused("until '%s' is not a time within the coming 366 days; write for example %s"
                    .formatted(until, now.plus(Duration.ofDays(30)).truncatedTo(ChronoUnit.DAYS)));
        }
        Finding finding = records.find(id)
                .filter(known -> known.state() != Finding.State.CLOSED)
                .orElseThrow(
                        () -> new FindingRefused("there is no open finding %s; see upkeep findings".formatted(id)));
        Finding accepted = finding.accepted(person, HostText.line(reason), until);
        records.put(accepted);
        outbox.append(event("io.upkeep.security.finding.accepted.v1", accepted, null, now));
        listeners
                .orderedStream()
                .forEach(listener ->
                        listener.over(accepted, "accepted by %s until %s: %s".formatted(person, until, reason)));
        return accepted;
    }

    /**
     * Open ones first, worst first.
     *
     * @param host only its own; null for all
     * @param check such as {@code debsecan}; null for all
     */
    public List<Finding> list(boolean closedToo, String host, String check, int limit) {
        return records.list(closedToo, host, check, limit);
    }

    /** How many are open, by severity; a severity without any is missing. */
    public Map<Severity, Integer> open() {
        return records.open();
    }

    /** How each check stands on each host: one that could not look, or not lately, is UNKNOWN and never good. */
    public List<CheckState> checks() {
        Instant now = clock.instant();
        return records.looks().stream()
                .map(look -> CheckState.of(look, now, properties.staleAfter()))
                .toList();
    }

    private static String words(Finding finding) {
        return "%s %s %s: %s".formatted(finding.severity(), finding.host(), finding.check(), finding.text());
    }

    private static Event event(String type, Finding finding, String run, Instant at) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("finding", finding.id().toString());
        data.put("host", finding.host());
        data.put("check", finding.check());
        data.put("subject", finding.subject());
        data.put("severity", finding.severity().name());
        data.put("state", finding.state().name());
        data.put("text", finding.text());
        data.put("firstSeen", finding.firstSeen().toString());
        data.put("acceptedBy", finding.acceptedBy());
        data.put("run", run);
        return new Event(UUID.randomUUID(), type, finding.id().toString(), finding.host(), finding.changes(), at, data);
    }

    /** What a run is told about. */
    private static final class Told {
        private static final int MOST = 50;

        private final List<String> opened = new ArrayList<>();
        private final List<String> closed = new ArrayList<>();
        private final List<String> unknown = new ArrayList<>();

        Map<String, Object> asMap(Map<Severity, Integer> open) {
            Map<String, Object> map = new LinkedHashMap<>();
            open.forEach((severity, count) -> map.put(severity.name(), count));
            map.put("opened", bounded(opened));
            map.put("closed", bounded(closed));
            map.put("unknown", bounded(unknown));
            return map;
        }

        private static List<String> bounded(List<String> all) {
            List<String> some = new ArrayList<>(all.subList(0, Math.min(MOST, all.size())));
            if (all.size() > MOST) {
                some.add("and %d more; see upkeep findings".formatted(all.size() - MOST));
            }
            return some;
        }
    }
}
