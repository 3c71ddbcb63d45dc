package io.upkeep.backup;

import java.util.List;
import java.util.UUID;

/** Which of the recorded runs say what is deployed. */
interface DeploymentRecords {

    /** Per environment the run of the pipeline that ended last of those that succeeded, whenever it was asked for. */
    List<UUID> newest(String pipeline);
}
