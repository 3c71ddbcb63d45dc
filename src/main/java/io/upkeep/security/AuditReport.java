package io.upkeep.security;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The stored result of an audit.
 *
 * @param complete whether every part could look; what is missing stands in the report
 * @param report the document, in Markdown; what hosts said in it is indented and so shown as it is
 */
public record AuditReport(UUID run, Instant at, boolean complete, List<String> findings, String report) {}
