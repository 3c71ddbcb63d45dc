package io.upkeep.update;

import java.time.Instant;
import java.util.UUID;

/**
 * What was said last of a release.
 *
 * @param sha256 over all its files as they were then
 * @param state {@code PASSED} its tests, {@code REJECTED} by tests or a person, {@code APPROVED} for production
 * @param report of its tests; of a rejected one with the reason
 * @param run that said it
 * @param inProduction whether these files are what was brought to production last
 */
public record TestedRelease(
        String version,
        String sha256,
        String state,
        String report,
        UUID run,
        Instant changedAt,
        boolean inProduction) {}
