package io.upkeep.probe;

import java.time.Instant;

/**
 * Where a probe stands between its results.
 *
 * @param hard the state that counts
 * @param since when it began: when the first of the results came that made it
 * @param last what the newest result said, which may not count yet
 * @param streak how many results in a row wanted to change the state, in the same direction
 * @param streakSince when the first of them came; null for none
 * @param ring the last 20 results, newest in the lowest bit: whether each differed from the one before
 * @param flapping whether it changes so often that its changes are not told
 */
record HardState(
        ProbeState hard, Instant since, ProbeState last, int streak, Instant streakSince, int ring, boolean flapping) {

    /** Before the first result. */
    static HardState none(Instant at) {
        return new HardState(ProbeState.UNKNOWN, at, ProbeState.UNKNOWN, 0, null, 0, false);
    }
}
