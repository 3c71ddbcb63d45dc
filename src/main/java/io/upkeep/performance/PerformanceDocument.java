package io.upkeep.performance;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;

/**
 * Something that was found out.
 *
 * @param run the run that found it
 * @param content for programs
 * @param text for people, in Markdown; what hosts said in it is indented or has no markup in it
 */
public record PerformanceDocument(UUID id, Kind kind, UUID run, Instant createdAt, JsonNode content, String text) {

    /** What it is about. */
    public enum Kind {
        /** Where each series goes. */
        TRENDS,
        /** What saturates first. */
        BOTTLENECKS,
        /** Both in one. */
        REPORT,
        /** What runs out when. */
        CAPACITY,
        /** What runs out within a year, by growth. */
        PLAN,
        /** What an optimisation came to. */
        OPTIMISATION
    }
}
