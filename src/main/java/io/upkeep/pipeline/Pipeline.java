package io.upkeep.pipeline;

import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A pipeline as its route declares it.
 *
 * @param targets what its runs touch
 * @param impact NO-IMPACT, REDUCED-REDUNDANCY, DEGRADED or OUTAGE: what users notice where they notice the targets
 * @param timeout a run that is past it starts no further step and fails
 * @param rollback URI of the route that undoes a failed run; null when there is nothing to undo
 * @param concurrency how many of its runs may be under way at once; 0 for any number
 * @param governance when its runs may start
 * @param stepRules what is done when a step fails or takes too long
 * @param beginsWithStep whether nothing stands before its first step
 * @param steps paths of its steps, in order; those inside called routes are known only when they run
 * @param rollbackSteps the same of its rollback route
 * @param branches those of both routes that only some runs take
 * @param hash SHA-256 of everything its text consists of, wherever it stands; see {@link RouteText}
 * @param source the route's file
 */
public record Pipeline(
        String name,
        String description,
        Inputs inputs,
        DeclaredTargets targets,
        Impact impact,
        String owner,
        List<String> stakeholders,
        Duration timeout,
        String rollback,
        Interrupted interrupted,
        int concurrency,
        Governance governance,
        StepRules stepRules,
        boolean beginsWithStep,
        List<String> steps,
        List<String> rollbackSteps,
        List<StepBranch> branches,
        String hash,
        String source) {

    /** What users of the system notice while a run is under way (maintnote's words). */
    public enum Impact {
        NO_IMPACT,
        REDUCED_REDUNDANCY,
        DEGRADED,
        OUTAGE;

        /** As routes write it. */
        public String word() {
            return name().replace('_', '-');
        }
    }

    /** What to do with a step that was cut off in the middle. */
    public enum Interrupted {
        /** Execute it again. */
        RESUME,
        /** Give up and undo. */
        ROLLBACK,
        /** Ask a person. */
        ASK
    }

    /** Copies the lists. */
    public Pipeline {
        stakeholders = List.copyOf(stakeholders);
        steps = List.copyOf(steps);
        rollbackSteps = List.copyOf(rollbackSteps);
        branches = List.copyOf(branches);
    }

    /**
     * What users notice of a run with these parameters: nothing where they notice none of its targets. Told to people only: what
     * is locked, or held back by a freeze, goes by {@link #impact}.
     */
    public Impact impactOn(Map<String, String> parameters, Inventory inventory) {
        try {
            List<Target> touched = targets.of(parameters, inventory);
            return !touched.isEmpty() && touched.stream().noneMatch(Target::noticed) ? Impact.NO_IMPACT : impact;
        } catch (IllegalArgumentException e) {
            return impact; // a target is gone since: rather told too loud than not at all
        }
    }

    /** The most that users notice of any of its runs. */
    public Impact impactAtMost(Inventory inventory) {
        return targets.combinations().stream()
                .map(parameters -> impactOn(parameters, inventory))
                .max(Comparator.naturalOrder())
                .orElse(impact);
    }
}
