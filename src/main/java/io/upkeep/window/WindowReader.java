package io.upkeep.window;

import io.upkeep.text.Shown;
import io.upkeep.window.WindowProperties.Window;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads and checks one declared window: a mistake stops the start, with a message that shows a right value. */
final class WindowReader {

    private static final List<String> DEFAULT_REMINDERS = List.of("24h", "1h");
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final int YEARS_CHECKED = 6;

    private final Setting setting;
    private final Window window;
    private final Calendars calendars;
    private final int thisYear;

    /** @param thisYear where the check whether openings overlap begins */
    WindowReader(String name, Window window, Calendars calendars, int thisYear) {
        this.setting = new Setting("window", name);
        this.window = window;
        this.calendars = calendars;
        this.thisYear = thisYear;
    }

    DeclaredWindow read() {
        setting.checkName();
        if (setting.name().equals("none")) {
            throw new IllegalArgumentException(
                    "window 'none' means any time in a pipeline; give it another name (application.yaml, upkeep.windows)");
        }
        ZoneId zone = setting.zone(window.zone());
        Recurrences recurrences =
                new Recurrences(setting, window.rrule(), window.cron(), window.starts(), window.duration());
        Schedule schedule = recurrences.areGiven() ? schedule(recurrences, zone) : null;
        Duration cutoff = Setting.isEmpty(window.cutoff()) ? null : cutoff(schedule);
        return new DeclaredWindow(
                setting.name(),
                recurrences.text(),
                schedule,
                zone,
                cutoff,
                reminders(),
                Setting.orEmpty(window.except()),
                window.description() == null ? "" : window.description().strip());
    }

    private Schedule schedule(Recurrences recurrences, ZoneId zone) {
        Set<LocalDate> except = new TreeSet<>();
        for (String calendar : Setting.orEmpty(window.except())) {
            except.addAll(setting.read("except", calendar, () -> calendars.named(calendar)));
        }
        Schedule schedule = recurrences.schedule(zone, except);
        if (schedule.length().compareTo(SHORTEST) < 0) {
            throw setting.wrong("duration", window.duration(), "is too short for maintenance; write 2h or PT2H");
        }
        recurrences.requireApart(schedule, thisYear, thisYear + YEARS_CHECKED);
        return schedule;
    }

    private Duration cutoff(Schedule schedule) {
        Duration cutoff = setting.duration("cutoff", window.cutoff());
        if (schedule != null && cutoff.compareTo(schedule.length()) >= 0) {
            throw setting.wrong(
                    "cutoff",
                    window.cutoff(),
                    "is not shorter than the duration '%s', so nothing could ever start; write 30m"
                            .formatted(Shown.of(window.duration())));
        }
        return cutoff;
    }

    private List<Duration> reminders() {
        List<Duration> reminders = new ArrayList<>();
        List<String> given = window.reminders() == null ? DEFAULT_REMINDERS : window.reminders();
        for (String reminder : given) {
            Duration lead = setting.duration("reminders", reminder);
            if (lead.isZero() || lead.toDays() > 60) {
                throw setting.wrong("reminders", reminder, "is not a time before the opening; write 24h, 60d at most");
            }
            reminders.add(lead);
        }
        reminders.sort(Comparator.reverseOrder());
        return reminders;
    }

    static LocalDateTime starts(Setting setting, String text) {
        if (Setting.isEmpty(text)) {
            return null;
        }
        try {
            return WallClock.local(text);
        } catch (java.time.DateTimeException e) {
            throw setting.wrong("starts", text, "is not a local time; write 2026-01-04T02:00");
        }
    }
}
