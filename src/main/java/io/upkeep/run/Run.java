package io.upkeep.run;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * One execution of a pipeline, as the journal last saw it.
 *
 * @param parameters checked against the pipeline's inputs, defaults filled in
 * @param requestedBy who or what asked: {@code person:ada}, {@code timer:nightly}, {@code kafka:maintenance.requests}
 * @param epoch rises with every pick-up; a writer with an older one is fenced
 * @param routeHash SHA-256 of the route's text at the start; null before
 * @param failedStep path of the step that failed; null when none did
 * @param failure what failed, for people, free of secrets; null when nothing did
 * @param reason why the run waits or asks for a person; null otherwise
 */
public record Run(
        UUID id,
        String pipeline,
        RunState state,
        Map<String, String> parameters,
        String requestedBy,
        Instant requestedAt,
        Instant startedAt,
        Instant finishedAt,
        long epoch,
        String routeHash,
        String failedStep,
        String failure,
        String reason) {

    /** Copies the parameters, in order. */
    public Run {
        parameters = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(parameters));
    }
}
