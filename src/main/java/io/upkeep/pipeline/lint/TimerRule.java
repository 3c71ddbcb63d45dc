package io.upkeep.pipeline.lint;

import java.text.ParseException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.stream.Stream;
import org.quartz.CronExpression;

/** Timers say when and in which time zone, in words that Quartz takes for what they say: an unknown zone becomes GMT silently. */
final class TimerRule implements Rule {

    private static final String CRON_EXAMPLE =
            "write six fields, as in \"0 0 2 ? * SUN\" (seconds first; ? for one of the days)";

    @Override
    public Stream<Finding> check(RouteFiles files) {
        return files.routes()
                .filter(route -> route.from().scheme().equals("quartz"))
                .filter(route -> route.from().options().containsKey("cron"))
                .flatMap(route -> Stream.concat(cron(route).stream(), zone(route).stream()));
    }

    private static Optional<Finding> cron(Route route) {
        EndpointUse from = route.from();
        String cron = from.value("cron").orElse("").replace('+', ' ');
        if (cron.contains("{{")) {
            return Optional.empty();
        }
        try {
            CronExpression.validateExpression(cron);
            return Optional.empty();
        } catch (ParseException e) {
            return Optional.of(route.finding(
                    from.placeOf("cron"), "cron '%s' is not valid: %s".formatted(cron, e.getMessage()), CRON_EXAMPLE));
        }
    }

    private static Optional<Finding> zone(Route route) {
        EndpointUse from = route.from();
        String zone = from.value("trigger.timeZone").orElse("");
        if (zone.contains("{{") || ZoneId.getAvailableZoneIds().contains(zone)) {
            return Optional.empty();
        }
        return Optional.of(
                zone.isEmpty()
                        ? route.finding(
                                from.place(),
                                "the timer has no time zone, so it would follow the server's",
                                "add trigger.timeZone: Europe/Berlin")
                        : route.finding(
                                from.placeOf("trigger.timeZone"),
                                "there is no time zone '%s'; Quartz would use GMT".formatted(zone),
                                NearName.of(zone, ZoneId.getAvailableZoneIds())
                                        .map(near -> "write " + near)
                                        .orElse("write a name such as Europe/Berlin or America/New_York")));
    }
}
