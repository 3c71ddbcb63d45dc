package io.upkeep.backup;

import java.util.Map;

/**
 * What a run deployed.
 *
 * @param version the name that the run was asked for; it may mean something else by now
 * @param checked what the run had checked, and put in place: {@code version}, {@code environment}, {@code commit} and {@code
 *     files}; empty where its journal holds none
 */
public record DeployedVersion(String version, Map<String, Object> checked) {

    /** What the name stood for then; the name itself where versions have no commits. */
    public String commit() {
        return String.valueOf(checked.getOrDefault("commit", version));
    }

    /** Whether it is known what was deployed, whatever becomes of the name. */
    public boolean isPinned() {
        return commit().matches(GitVersions.PINNED);
    }
}
