package io.upkeep.probe;

import io.upkeep.probe.ProbeHistory.Current;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Which probes say whether a target serves at all, and not only how well: uptime and dependencies go by them. */
final class Availability {

    /** Names that the checks by runs give to such probes. */
    static final Set<String> PROBES = Set.of("answers", "report");

    /** Origins of such declared probes. */
    static final List<String> ORIGINS = Arrays.stream(ProbeKind.values())
            .filter(ProbeKind::isAvailability)
            .flatMap(kind -> Stream.of(kind.origin()))
            .toList();

    private Availability() {}

    /** Whether a check by runs asks it, and not a declared probe. */
    static boolean isOfCheck(Current current) {
        return !current.origin().startsWith(ProbeKind.ORIGIN);
    }

    static boolean isOne(Current current) {
        return PROBES.contains(current.result().probe()) || ORIGINS.contains(current.origin());
    }
}
