package io.upkeep.backup;

import java.time.Instant;
import java.util.List;

/**
 * A version that can be deployed, or a change on the way to one.
 *
 * @param name what it is deployed by: a tag, a commit's first ten characters, a directory's name
 * @param tags other names of it
 * @param at when it was made
 * @param author who made it; empty where nobody noted it. Hostile text
 * @param message the first line of why; empty where nobody noted it. Hostile text
 */
public record ConfigurationVersion(String name, List<String> tags, Instant at, String author, String message) {}
