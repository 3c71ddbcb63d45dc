package io.upkeep.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
     * Passes when nobody has to mend anything first; what a person has accepted does not count.
     *
     * @param looks what {@link SecurityChecks} collected, and {@link Findings} has recorded
     * @return in words, for the record of the change
     * @throws FindingRefused naming what is open
     */
    public String pass(List<Map<String, Object>> looks) {
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
                if (finding.state() == Finding.State.OPEN && mustNotBe(look, finding)) {
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

    private static boolean mustNotBe(Look look, Finding finding) {
        return OPEN_DOORS.contains(look.check())
                || (look.check().equals(ScanRules.PENDING) && finding.severity() == Severity.HIGH);
    }
}
