package io.upkeep.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.upkeep.backup.BackupRefused;
import io.upkeep.backup.ConfigurationDiff;
import io.upkeep.backup.ConfigurationVersion;
import io.upkeep.backup.ConfigurationVersions;
import io.upkeep.backup.DeployedVersion;
import io.upkeep.backup.DeployedVersions;
import io.upkeep.run.Run;
import io.upkeep.run.RunJournal;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private static final String DETECTS = "find-configuration-drift";
    private static final String COMPARED = "compare";

    private final ConfigurationVersions versions;
    private final DeployedVersions deployed;
    private final RunJournal journal;
    private final ObjectMapper json;

    ConfigurationApi(ConfigurationVersions versions, DeployedVersions deployed, RunJournal journal, ObjectMapper json) {
        this.versions = versions;
        this.deployed = deployed;
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

    private static final List<String> DEPLOY = List.of(
            "deploy-configuration",
            "deploy-network-configuration",
            "deploy-database-configuration",
            "deploy-security-configuration");

    /**
     * One deployment.
     *
     * @param version the name that it was asked for
     * @param shown what that was, for people: with its commit where the name means something else by now
     * @param commit of the version; null where versions have none, and where the run had not come so far
     * @param by who asked for it, or for the change that it belongs to
     * @param reason of that change; null for none. Hostile text
     */
    record DeploymentView(
            UUID run,
            Instant at,
            String pipeline,
            String version,
            String shown,
            String commit,
            String environment,
            String state,
            String by,
            String reason) {}

    @GetMapping("/deployments")
    List<DeploymentView> deployments(@RequestParam(defaultValue = "20") String limit) {
        int most = Limit.of(limit);
        List<Run> newest = DEPLOY.stream()
                .flatMap(pipeline -> journal.newest(pipeline, most).stream())
                .sorted(Comparator.comparing(Run::requestedAt).reversed())
                .limit(most)
                .toList();
        Map<UUID, DeployedVersion> what = deployed.of(newest);
        Map<DeployedVersion, String> words = new HashMap<>();
        what.values().forEach(version -> words.computeIfAbsent(version, deployed::words));
        return newest.stream()
                .map(run -> deployment(run, what.get(run.id()), words.get(what.get(run.id()))))
                .toList();
    }

    private DeploymentView deployment(Run run, DeployedVersion what, String shown) {
        Run asked = run;
        for (int depth = 0; depth < 3 && asked.requestedBy().matches("run:[0-9a-f-]{36}"); depth++) {
            Optional<Run> parent =
                    journal.find(UUID.fromString(asked.requestedBy().substring("run:".length())));
            if (parent.isEmpty()) {
                break;
            }
            asked = parent.get();
        }
        return new DeploymentView(
                run.id(),
                run.requestedAt(),
                run.pipeline(),
                what.version(),
                shown,
                what.isPinned() ? what.commit() : null,
                run.parameters().get("environment"),
                run.state().name(),
                asked.requestedBy(),
                asked.parameters().get("reason"));
    }

    /**
     * What the newest comparison found; each compares every kind of configuration on all hosts.
     *
     * @param drift {@code version}, {@code environment}, {@code drifted}, {@code hosts}, {@code notCompared}
     */
    record DriftView(UUID run, Instant checkedAt, JsonNode drift) {}

    @GetMapping("/drift")
    DriftView drift() {
        return journal.newestSucceeded(DETECTS)
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
