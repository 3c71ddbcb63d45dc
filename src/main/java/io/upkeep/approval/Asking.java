package io.upkeep.approval;

import java.time.Instant;
import java.util.List;

/**
 * One role that is asked for its yes.
 *
 * @param yes who said it; null while nobody has
 * @param validUntil when it runs out; null while nobody has
 * @param people ids of those who can say it
 */
public record Asking(String role, String yes, Instant validUntil, List<String> people) {}
