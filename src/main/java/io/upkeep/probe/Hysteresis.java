package io.upkeep.probe;

import java.time.Instant;

/**
 * What a further result makes of a probe's standing: a pure function. A state gets worse after some worse results in a row and
 * better after some better ones. Nobody knowing (UNKNOWN) ends no problem and is no step towards its end.
 */
final class Hysteresis {

    private Hysteresis() {}

    static HardState next(HardState before, ProbeState result, Instant at, Thresholds thresholds) {
        int ring = Flapping.add(before.ring(), result != before.last());
        boolean flapping = Flapping.now(before.flapping(), ring);
        boolean isProblem = before.hard() == ProbeState.WARNING || before.hard() == ProbeState.CRITICAL;
        if (result == before.hard() || (result == ProbeState.UNKNOWN && isProblem)) {
            return new HardState(before.hard(), before.since(), result, 0, null, ring, flapping);
        }
        boolean worse = result.compareTo(before.hard()) > 0;
        boolean goesOn = before.streak() > 0 && worse == before.last().compareTo(before.hard()) > 0;
        int streak = goesOn ? before.streak() + 1 : 1;
        Instant since = goesOn ? before.streakSince() : at;
        int needed = worse ? thresholds.failures() : thresholds.successes();
        boolean firstGood = before.hard() == ProbeState.UNKNOWN && result == ProbeState.OK;
        return streak >= needed || firstGood
                ? new HardState(result, since, result, 0, null, ring, flapping)
                : new HardState(before.hard(), before.since(), result, streak, since, ring, flapping);
    }
}
