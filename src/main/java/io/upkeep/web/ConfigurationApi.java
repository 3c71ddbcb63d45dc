package io.upkeep.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.upkeep.backup.BackupRefused;
import io.upkeep.backup.ConfigurationDiff;
import io.upkeep.backup.ConfigurationVersion;
import io.upkeep.backup.ConfigurationVersions;
import io.upkeep.run.Run;
import io.upkeep.run.RunJournal;
import io.upkeep.run.RunState;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/configuration}: the versions there are, what changed between two, and whether hosts are as deployed. */
@RestController
@RequestMapping("/api/configuration")
class ConfigurationApi {

    private static final String DETECTS = "detect-configuration-drift";
    private static final String COMPARED = "compare";

    private final ConfigurationVersions versions;
    private final RunJournal journal;
    private final ObjectMapper json;

    ConfigurationApi(ConfigurationVersions versions, RunJournal journal, ObjectMapper json) {
        this.versions = versions;
        this.journal = journal;
        this.json = json;
    }

    @GetMapping("/versions")
    List<ConfigurationVersion> versions() {
        return versions.versions();
    }

    @GetMapping("/diff")
    ConfigurationDiff diff(
            @RequestParam String from,
            @RequestParam String to,
            @RequestParam(defaultValue = "production") String environment) {
        return versions.diff(from, to, environment);
    }

    /**
     * What the newest comparison found.
     *
     * @param drift {@code version}, {@code environment}, {@code drifted}, {@code hosts}
     */
    record DriftView(UUID run, Instant checkedAt, JsonNode drift) {}

    @GetMapping("/drift")
    DriftView drift() {
        return journal.newest(DETECTS, 20).stream()
                .filter(run -> run.state() == RunState.SUCCEEDED)
                .findFirst()
                .map(this::view)
                .orElseThrow(() -> new NotFound(
                        "hosts were not compared yet; upkeep run " + DETECTS + " --follow compares them now"));
    }

    private DriftView view(Run run) {
        JsonNode drift = journal.steps(run.id()).stream()
                .filter(step -> step.key().path().equals(COMPARED) && step.checkpoint() != null)
                .findFirst()
                .map(step -> read(step.checkpoint()).path("variables").path("drift"))
                .orElseThrow();
        return new DriftView(run.id(), run.finishedAt(), drift);
    }

    private JsonNode read(String checkpoint) {
        try {
            return json.readTree(checkpoint);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the journal holds a checkpoint that is not JSON", e);
        }
    }

    @ExceptionHandler
    ProblemDetail refused(BackupRefused e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, e.getMessage());
    }
}
