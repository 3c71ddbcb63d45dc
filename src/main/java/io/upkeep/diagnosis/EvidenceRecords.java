package io.upkeep.diagnosis;

import io.upkeep.diagnosis.Evidence.Answer;
import io.upkeep.diagnosis.Evidence.Change;
import io.upkeep.diagnosis.Evidence.FailedRun;
import io.upkeep.diagnosis.Evidence.HeldLock;
import io.upkeep.diagnosis.Evidence.Problem;
import io.upkeep.diagnosis.Evidence.RunBackup;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Where evidence is kept, and what Upkeep itself knows of the past. */
interface EvidenceRecords {

    /** Keeps what was seen; a repeat takes the place of what was seen before. */
    void keep(UUID run, int round, String topic, String json, Instant now);

    /** When the round began: now, or when it began before the step was cut off. */
    Instant begin(UUID run, int round, Instant now);

    /** Per topic what was seen. */
    Map<String, String> of(UUID run, int round);

    /** The newest result of each probe since then, where it is critical. */
    List<Problem> critical(Instant since);

    /**
     * The newest result of each probe of these targets, and when it was critical since {@code past}; without those that the
     * round, which began at {@code begun}, found to be critical.
     */
    List<Answer> answers(Collection<String> targets, Instant begun, Instant past);

    Optional<FailedRun> run(UUID id);

    /** Good runs of these pipelines that ended since then, newest first. */
    List<Change> changes(List<String> pipelines, Instant since);

    List<HeldLock> locks();

    /** The backups that a run or its children took, and the one that it was to restore, oldest first. */
    List<RunBackup> backups(UUID run);
}
