package io.upkeep.report;

import java.time.Instant;

/**
 * A row of results of one probe that were all the same, none of them long after the one before.
 *
 * @param last when the last of them was seen
 */
public record Seen(String target, String state, Instant first, Instant last) {}
