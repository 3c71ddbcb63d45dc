package io.upkeep.fleet;

/** Knows who listens to what hosts print for a step. Called once for each {@code fleet:} call. */
@FunctionalInterface
public interface FleetLogs {

    /** Nobody listens. */
    FleetLogs NONE = step -> FleetLog.NONE;

    /**
     * The log of the run that the step is of.
     *
     * @param step null outside of runs
     */
    FleetLog of(StepToken step);
}
