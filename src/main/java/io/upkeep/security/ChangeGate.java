package io.upkeep.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Whether what was looked at after a change lets the change stay. As routes call it: {@code method: {ref: changeGate, method: …}}. */
@Component("changeGate")
public class ChangeGate {

    /** What a change must not leave behind; what scanners know of packages was there before it. */
    private static final Set<String> OPEN_DOORS = Set.of("accounts", "passwords", "writable");

    private final FindingRecords records;
    private final ObjectMapper json;

    ChangeGate(FindingRecords records, ObjectMapper json) {
        this.records = records;
        this.json = json;
    }

    /**
     * The open doors that there are before a change, by a name that is the same afterwards. Taking a good change back would close none
     * of them.
     *
     * @param looks what {@link SecurityChecks} collected
     */
    public Map<String, String> before(List<Map<String, Object>> looks) {
        Map<String, String> before = new TreeMap<>();
        looks.stream()
                .map(fields -> json.convertValue(fields, Look.class))
                .filter(look -> OPEN_DOORS.contains(look.check()))
                .forEach(look -> look.sightings()
                        .forEach(seen -> before.put(
                                key(look.host(), look.check(), seen.subject()), look.host() + ": " + seen.text())));
        return before;
    }

    /** The same for people; empty when there is none. */
    public String words(Map<String, String> before) {
        return before.isEmpty()
                ? ""
                : "open before the change, which is not judged by it; mend or accept it (upkeep findings): "
                        + String.join("; ", before.values());
    }

    /**
     * Passes when nobody has to mend anything first; neither what a person has accepted counts, nor what was there before.
     *
     * @param before what {@link #before} found
     * @param looks what {@link SecurityChecks} collected, and {@link Findings} has recorded
     * @return in words, for the record of the change
     * @throws FindingRefused naming what is open
     */
    public String pass(Map<String, String> before, List<Map<String, Object>> looks) {
        List<String> open = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        for (Map<String, Object> fields : looks) {
            Look look = json.convertValue(fields, Look.class);
            if (look.unknown() != null) {
                seen.add("UNKNOWN %s %s: %s".formatted(look.host(), look.check(), look.unknown()));
                // what is known from before says nothing of the change
                continue;
            }
            for (Finding finding : records.of(look.host(), look.check())) {
                if (finding.state() != Finding.State.CLOSED) {
                    seen.add("%s %s %s: %s"
                            .formatted(finding.severity(), finding.host(), finding.state(), finding.text()));
                }
                boolean isOld = before.containsKey(key(finding.host(), finding.check(), finding.subject()));
                if (finding.state() == Finding.State.OPEN && !isOld && mustNotBe(look, finding)) {
                    open.add(finding.host() + ": " + finding.text());
                }
            }
        }
        if (!open.isEmpty()) {
            throw new FindingRefused("critical findings; mend or accept them (upkeep findings), then start again: "
                    + String.join("; ", open));
        }
        return seen.isEmpty() ? "clean" : String.join("\n", seen);
    }

    private static String key(String host, String check, String subject) {
        return "%s %s %s".formatted(host, check, subject);
    }

    private static boolean mustNotBe(Look look, Finding finding) {
        return OPEN_DOORS.contains(look.check())
                || (look.check().equals(ScanRules.PENDING) && finding.severity() == Severity.HIGH);
    }
}
