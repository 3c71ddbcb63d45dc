package io.upkeep.web;

import io.upkeep.approval.People;
import io.upkeep.security.Baselines;
import io.upkeep.security.FindingRefused;
import io.upkeep.text.Shown;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/baselines}: what of a host people have reviewed, and how it differs now. */
@RestController
@RequestMapping("/api/baselines")
class BaselinesApi {

    private static final String ACCEPTANCE =
            "{\"hash\": \"9f86d081…\", \"reason\": \"nginx was installed for ticket 4711\"}";

    private final Baselines baselines;
    private final People people;

    BaselinesApi(Baselines baselines, People people) {
        this.baselines = baselines;
        this.people = people;
    }

    /** What was reviewed, by its hash, and why it is right. */
    record Acceptance(String hash, String reason) {}

    @GetMapping("/{host}")
    Baselines.Review review(@PathVariable String host) {
        return baselines
                .review(host)
                .orElseThrow(() -> new NotFound(
                        "no look has seen a host '%s'; run check-security, and see GET /api/findings/checks"
                                .formatted(Shown.of(host))));
    }

    @PostMapping("/{host}/accept")
    Baselines.Review accept(
            @PathVariable String host,
            @RequestBody @Example(ACCEPTANCE) Acceptance acceptance,
            @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        return baselines.accept(host, acceptance.hash(), Person.declared(person, people), acceptance.reason());
    }

    @ExceptionHandler
    ProblemDetail refused(FindingRefused e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, e.getMessage());
    }
}
