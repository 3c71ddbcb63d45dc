package io.upkeep.window;

import java.util.List;

/**
 * An opening that a person asks for, as written.
 *
 * @param window a declared window's name
 * @param from local time of the window's zone, with an offset, {@code now}, or {@code +2h} for two hours from now
 * @param until the same
 * @param reason why; told to everybody
 * @param pipelines the ones it is for; all when empty
 * @param targets selector of the targets it is for; all when empty
 */
public record Proposal(
        String window, String from, String until, String reason, List<String> pipelines, String targets) {}
