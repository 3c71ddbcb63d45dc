package io.upkeep.backup;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What the recorded runs say of what is deployed. */
interface DeploymentRecords {

    /** Per environment the run of the pipeline that ended last of those that succeeded, whenever it was asked for. */
    List<UUID> newest(String pipeline);

    /** The version that a run had checked, as JSON; empty where it had not come so far. */
    Optional<String> checked(UUID run);

    /** The commits that runs had checked, without those that had not come so far. */
    Map<UUID, String> commits(Collection<UUID> runs);
}
