package io.upkeep.run;

/**
 * Names one execution of one step within a run; the journal's key.
 *
 * @param path ids of the enclosing steps and its own, joined by {@code /}: {@code deploy/restart}
 * @param iteration indexes of the split, loop or multicast branches around it, such as {@code 2} or {@code 0.3}; empty outside
 */
public record StepKey(Phase phase, String path, String iteration) {

    /** The step's own id: the last part of the path. */
    public String id() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Whether it is executed within that one: beneath it, and in the same of its branches or items. */
    public boolean isWithin(StepKey outer) {
        return phase == outer.phase
                && path.startsWith(outer.path + "/")
                && (outer.iteration.isEmpty()
                        || iteration.equals(outer.iteration)
                        || iteration.startsWith(outer.iteration + "."));
    }

    @Override
    public String toString() {
        return iteration.isEmpty() ? path : path + "[" + iteration + "]";
    }
}
