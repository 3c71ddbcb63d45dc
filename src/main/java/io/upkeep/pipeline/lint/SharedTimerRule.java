package io.upkeep.pipeline.lint;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What asks for runs again and again asks once for all nodes. */
final class SharedTimerRule implements Rule {

    static final Check SHARED = new Check(
            "timer-shared",
            "A route that asks for runs by time starts at `quartz:` with a `cron`, not at `timer:` or `scheduler:`.",
            "Every node asks for a run of its own, and nobody finds out about a time at which none did.",
            "from: {uri: \"timer:nightly\", parameters: {period: 86400000}}",
            "from: {uri: \"quartz:nightly\", parameters: {cron: \"0 0 1 * * ?\", trigger.timeZone: UTC,"
                    + " trigger.misfireInstruction: 2}}");

    private static final Set<String> OF_ONE_NODE = Set.of("timer", "scheduler");

    @Override
    public List<Check> checks() {
        return List.of(SHARED);
    }

    @Override
    public Stream<Finding> check(RouteFiles files) {
        return files.routes()
                .filter(route -> isNoSharedTimer(route.from()))
                .filter(route -> Walk.through(files, route).stream()
                        .map(Walk.Visit::route)
                        .distinct()
                        .flatMap(Route::endpoints)
                        .anyMatch(use -> !use.consuming() && use.scheme().equals("maintenance")))
                .map(route -> SHARED.at(
                        route,
                        route.from().place(),
                        route.from().scheme().equals("quartz")
                                ? "the timer asks for runs without a cron, so nobody finds out about a time at which it did not"
                                : "%s: asks for a run on every node, each time"
                                        .formatted(route.from().scheme()),
                        "write quartz:NAME with cron, trigger.timeZone and trigger.misfireInstruction"));
    }

    private static boolean isNoSharedTimer(EndpointUse from) {
        return OF_ONE_NODE.contains(from.scheme())
                || (from.scheme().equals("quartz") && !from.options().containsKey("cron"));
    }
}
