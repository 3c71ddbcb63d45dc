package io.upkeep.window;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Windows, freezes and calendars as application.yaml has them; what is missing is null.
 *
 * @param windows {@code upkeep.windows.<name>}: agreed times for maintenance
 * @param freezes {@code upkeep.freezes.<name>}: times when none may start
 * @param calendars {@code upkeep.calendars.<name>}: days that windows leave out and freezes hold
 */
@ConfigurationProperties("upkeep")
public record WindowProperties(
        Map<String, Window> windows, Map<String, FrozenTime> freezes, Map<String, Days> calendars) {

    /** An absent map is an empty one. */
    public WindowProperties {
        windows = windows == null ? Map.of() : new LinkedHashMap<>(windows);
        freezes = freezes == null ? Map.of() : new LinkedHashMap<>(freezes);
        calendars = calendars == null ? Map.of() : new LinkedHashMap<>(calendars);
    }

    /**
     * One window; without {@code rrule} and {@code cron} it opens only as people agree.
     *
     * @param rrule an RFC 5545 recurrence rule in local time
     * @param cron a Quartz expression of six fields in local time
     * @param starts a first local opening, for rules that count
     * @param duration elapsed time, such as 2h
     * @param zone IANA name
     * @param cutoff how long before the end nothing new may start
     * @param except calendars on whose days it does not open
     * @param reminders how long before an opening it is announced
     * @param description for people
     */
    public record Window(
            String rrule,
            String cron,
            String starts,
            String duration,
            String zone,
            String cutoff,
            List<String> except,
            List<String> reminders,
            String description) {}

    /**
     * One freeze: from and until, or a recurrence with a duration, or the days of a calendar.
     *
     * @param from local time of the zone, or with an offset
     * @param until the same
     * @param rrule as of a window
     * @param cron as of a window
     * @param starts as of a window
     * @param duration elapsed time
     * @param calendar its days are frozen from midnight to midnight
     * @param zone IANA name
     * @param reason told to those who are held back
     * @param pipelines the ones it holds; all when empty
     * @param targets selector of the targets it holds; all when empty
     * @param exceptions pipelines it does not hold
     */
    public record FrozenTime(
            String from,
            String until,
            String rrule,
            String cron,
            String starts,
            String duration,
            String calendar,
            String zone,
            String reason,
            List<String> pipelines,
            String targets,
            List<String> exceptions) {}

    /**
     * One calendar.
     *
     * @param dates such as 2026-12-25
     * @param file an iCalendar file (.ics) of whole-day events, relative to the working directory
     */
    public record Days(List<String> dates, String file) {}
}
