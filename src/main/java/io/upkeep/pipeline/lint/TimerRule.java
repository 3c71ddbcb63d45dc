package io.upkeep.pipeline.lint;

import io.upkeep.text.NearName;
import java.text.ParseException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Timers say when, in which time zone, and what becomes of a time that was missed, in words that Quartz takes for what they say. */
final class TimerRule implements Rule {

    static final Check CRON = new Check(
            "timer-cron",
            "A `quartz:` timer's `cron` is an expression of Quartz that will fire again.",
            "The timer does not start, or never fires.",
            "cron: \"0 0 2 * *\"",
            "cron: \"0 0 2 ? * SUN\"");
    static final Check ZONE = new Check(
            "timer-zone",
            "A timer with `cron` names a known time zone in `trigger.timeZone`.",
            "Without one it follows the server's; of an unknown one Quartz makes GMT without a word.",
            "trigger.timeZone: Europe/Berln",
            "trigger.timeZone: Europe/Berlin");
    static final Check MISFIRE = new Check(
            "timer-misfire",
            "A timer with `cron` says in `trigger.misfireInstruction` what becomes of a time that was missed: 1 makes up for it"
                    + " once, 2 leaves it out.",
            "A backup that was due while the server was down silently did not happen, or a check runs that nobody needs any"
                    + " more.",
            "parameters: {cron: \"0 0 3 ? * SUN\", trigger.timeZone: UTC}",
            "parameters: {cron: \"0 0 3 ? * SUN\", trigger.timeZone: UTC, trigger.misfireInstruction: 1}");
    static final Check DST = new Check(
            "timer-clock-change",
            "No time of a timer is skipped or doubled by a clock change of its zone in the next three years.",
            "In spring 02:30 does not exist and is not made up for; in autumn it comes twice, and `0/30` stands still for an"
                    + " hour.",
            "cron: \"0 30 2 * * ?\", trigger.timeZone: Europe/Berlin",
            "cron: \"0 30 3 * * ?\", trigger.timeZone: Europe/Berlin   # or 02:30 in UTC");

    private static final String CRON_EXAMPLE =
            "write six fields, as in \"0 0 2 ? * SUN\" (seconds first; ? for one of the days)";

    private final Clock clock;
    private final KnownProperties known;

    TimerRule(Clock clock, KnownProperties known) {
        this.clock = clock;
        this.known = known;
    }

    @Override
    public List<Check> checks() {
        return List.of(CRON, ZONE, MISFIRE, DST);
    }

    @Override
    public Stream<Finding> check(RouteFiles files) {
        return files.routes()
                .filter(route -> route.from().scheme().equals("quartz"))
                .filter(route -> route.from().options().containsKey("cron"))
                .flatMap(route ->
                        Stream.of(zone(route), misfire(route), times(route)).flatMap(Optional::stream));
    }

    private Optional<String> filled(Route route, String option) {
        return Placeholder.filled(route.from().value(option).orElse(""), known);
    }

    /** Checks the cron expression, and in a known zone what it makes of the clock changes. */
    private Optional<Finding> times(Route route) {
        EndpointUse from = route.from();
        String cron = filled(route, "cron").orElse("").replace('+', ' ');
        if (cron.isEmpty()) {
            return Optional.empty();
        }
        String zone =
                filled(route, "trigger.timeZone").filter(TimerRule::isZone).orElse("UTC");
        try {
            CronInZone times = new CronInZone(cron, ZoneId.of(zone));
            if (times.after(clock.instant()).isEmpty()) {
                return Optional.of(CRON.at(
                        route, from.placeOf("cron"), "cron '%s' never fires again".formatted(cron), CRON_EXAMPLE));
            }
            return times.trouble(clock.instant())
                    .map(trouble -> DST.at(
                            route,
                            from.placeOf("cron"),
                            "cron '%s' %s".formatted(cron, trouble),
                            "choose a time outside that hour, or trigger.timeZone: UTC"));
        } catch (ParseException e) {
            return Optional.of(CRON.at(
                    route,
                    from.placeOf("cron"),
                    "cron '%s' is not valid: %s".formatted(cron, e.getMessage()),
                    CRON_EXAMPLE));
        }
    }

    private static boolean isZone(String zone) {
        return ZoneId.getAvailableZoneIds().contains(zone);
    }

    private Optional<Finding> zone(Route route) {
        EndpointUse from = route.from();
        if (!from.options().containsKey("trigger.timeZone")) {
            return Optional.of(ZONE.at(
                    route,
                    from.place(),
                    "the timer has no time zone, so it would follow the server's",
                    "add trigger.timeZone: Europe/Berlin"));
        }
        return filled(route, "trigger.timeZone")
                .filter(zone -> !isZone(zone))
                .map(zone -> ZONE.at(
                        route,
                        from.placeOf("trigger.timeZone"),
                        "there is no time zone '%s'; Quartz would use GMT".formatted(zone),
                        NearName.of(zone, ZoneId.getAvailableZoneIds())
                                .map(near -> "write " + near)
                                .orElse("write a name such as Europe/Berlin or America/New_York")));
    }

    private static Optional<Finding> misfire(Route route) {
        EndpointUse from = route.from();
        String policy = from.value("trigger.misfireInstruction").orElse("");
        if (policy.matches("[12]|\\{\\{.*")) {
            return Optional.empty();
        }
        return Optional.of(MISFIRE.at(
                route,
                policy.isEmpty() ? from.place() : from.placeOf("trigger.misfireInstruction"),
                policy.isEmpty()
                        ? "the timer does not say what becomes of a time that was missed"
                        : "trigger.misfireInstruction cannot be '%s'".formatted(policy),
                "write trigger.misfireInstruction: 1 (make up for it once) or 2 (leave it out)"));
    }
}
