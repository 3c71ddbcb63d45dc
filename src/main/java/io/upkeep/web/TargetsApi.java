package io.upkeep.web;

import io.upkeep.probe.Heartbeats;
import io.upkeep.probe.TargetHealth;
import io.upkeep.probe.TargetHistory;
import io.upkeep.probe.UnknownProbe;
import io.upkeep.text.Shown;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/targets}: what is maintained, and how it is; without users and passwords. */
@RestController
class TargetsApi {

    private static final int MOST_HOURS = 24 * 400;

    private final TargetHealth health;
    private final TargetHistory history;
    private final Heartbeats heartbeats;

    TargetsApi(TargetHealth health, TargetHistory history, Heartbeats heartbeats) {
        this.health = health;
        this.history = history;
        this.heartbeats = heartbeats;
    }

    /** When a job's report was noted. */
    record Noted(String target, String probe, Instant at) {}

    @GetMapping("/api/targets")
    List<TargetHealth.Report> all() {
        return health.list();
    }

    @GetMapping("/api/targets/{name}/history")
    TargetHistory.History history(@PathVariable String name, @RequestParam(defaultValue = "24") String hours) {
        if (!hours.matches("\\d{1,5}") || Integer.parseInt(hours) < 1 || Integer.parseInt(hours) > MOST_HOURS) {
            throw new BadValue(
                    "hours=%s is no number from 1 to %d; write hours=24".formatted(Shown.of(hours), MOST_HOURS));
        }
        return history.of(name, Duration.ofHours(Integer.parseInt(hours)));
    }

    @PostMapping("/api/targets/{name}/heartbeats/{probe}")
    Noted beat(
            @PathVariable String name,
            @PathVariable String probe,
            @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        return new Noted(name, probe, heartbeats.report(name, probe, Person.of(person)));
    }

    @ExceptionHandler
    ProblemDetail unknown(UnknownProbe e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, e.getMessage());
    }
}
