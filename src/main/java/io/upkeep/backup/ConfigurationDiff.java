package io.upkeep.backup;

import java.util.List;

/**
 * What changed between two versions.
 *
 * @param files those that differ, by path
 * @param changes who changed them, newest first; empty where nobody noted it
 */
public record ConfigurationDiff(
        String from, String to, String environment, List<FileChange> files, List<ConfigurationVersion> changes) {}
