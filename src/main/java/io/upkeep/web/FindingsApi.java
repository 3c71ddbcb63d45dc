package io.upkeep.web;

import io.upkeep.approval.People;
import io.upkeep.security.AuditReport;
import io.upkeep.security.Audits;
import io.upkeep.security.CheckState;
import io.upkeep.security.Finding;
import io.upkeep.security.FindingRefused;
import io.upkeep.security.Findings;
import io.upkeep.text.Shown;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/findings}: what security checks found, and where they could not look. */
@RestController
@RequestMapping("/api/findings")
class FindingsApi {

    private static final String ACCEPTANCE =
            "{\"reason\": \"the scanner of our provider\", \"until\": \"2027-01-31T00:00:00Z\"}";

    private final Findings findings;
    private final Audits audits;
    private final People people;

    FindingsApi(Findings findings, Audits audits, People people) {
        this.findings = findings;
        this.audits = audits;
        this.people = people;
    }

    /** Why a person answers for a finding, and until when. */
    record Acceptance(String reason, String until) {}

    @GetMapping
    List<Finding> list(
            @RequestParam(defaultValue = "false") boolean all,
            @RequestParam(required = false) String host,
            @RequestParam(required = false) String check,
            @RequestParam(defaultValue = "200") String limit) {
        return findings.list(all, host, check, Limit.of(limit));
    }

    @GetMapping("/checks")
    List<CheckState> checks() {
        return findings.checks();
    }

    @GetMapping("/audits")
    List<AuditReport> audits(@RequestParam(defaultValue = "4") String limit) {
        return audits.newest(Limit.of(limit));
    }

    @PostMapping("/{id}/accept")
    Finding accept(
            @PathVariable String id,
            @RequestBody @Example(ACCEPTANCE) Acceptance acceptance,
            @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        return findings.accept(
                Identified.FINDING.id(id),
                Person.declared(person, people),
                acceptance.reason(),
                until(acceptance.until()));
    }

    @ExceptionHandler
    ProblemDetail refused(FindingRefused e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, e.getMessage());
    }

    private static Instant until(String text) {
        try {
            return Instant.parse(text == null ? "" : text);
        } catch (DateTimeException e) {
            throw new BadValue("until '%s' is not a time; send for example %s".formatted(Shown.of(text), ACCEPTANCE));
        }
    }
}
