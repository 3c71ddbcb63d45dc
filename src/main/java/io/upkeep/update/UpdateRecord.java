package io.upkeep.update;

import java.time.Instant;
import java.util.UUID;

/**
 * The documentation of one update.
 *
 * @param content Markdown; what hosts said stands indented in it, so that nothing of it is markup
 */
public record UpdateRecord(UUID run, String pipeline, String content, Instant recordedAt) {}
