package io.upkeep.probe;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A probe's state that became another one and is told.
 *
 * @param id unique per change; that of its event
 * @param before the state that was told last
 * @param reason quotes what the target said
 * @param isCheck whether a check by runs asks it, and not a declared probe
 * @param alike the target's other probes that ask whether it serves, as this one does; none where this one asks something else
 */
public record StateChange(
        UUID id,
        String target,
        String probe,
        ProbeState before,
        ProbeState state,
        String reason,
        Instant at,
        boolean isCheck,
        List<Alike> alike) {

    public StateChange {
        alike = List.copyOf(alike);
    }

    /**
     * Another probe that asks the same.
     *
     * @param isCritical whether that was told, and its newest result still says something
     */
    public record Alike(String probe, boolean isCheck, boolean isCritical) {}
}
