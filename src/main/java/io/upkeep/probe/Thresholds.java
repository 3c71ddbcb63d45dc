package io.upkeep.probe;

/**
 * How many results in a row change a state.
 *
 * @param failures that many worse ones make it worse
 * @param successes that many better ones make it better
 */
public record Thresholds(int failures, int successes) {

    /** Each result counts at once. */
    static final Thresholds AT_ONCE = new Thresholds(1, 1);
}
