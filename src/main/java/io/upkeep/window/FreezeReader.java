package io.upkeep.window;

import io.upkeep.text.Shown;
import io.upkeep.window.Freeze.Times;
import io.upkeep.window.WindowProperties.FrozenTime;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/** Reads and checks one declared freeze: a mistake stops the start, with a message that shows a right value. */
final class FreezeReader {

    private static final int YEARS_CHECKED = 6;

    private final Setting setting;
    private final FrozenTime freeze;
    private final Calendars calendars;
    private final int thisYear;

    FreezeReader(String name, FrozenTime freeze, Calendars calendars, int thisYear) {
        this.setting = new Setting("freeze", name);
        this.freeze = freeze;
        this.calendars = calendars;
        this.thisYear = thisYear;
    }

    Freeze read() {
        setting.checkName();
        ZoneId zone = setting.zone(freeze.zone());
        if (Setting.isEmpty(freeze.reason())) {
            throw setting.missing("reason", "reason: Year-end closing");
        }
        return new Freeze(setting.name(), times(zone), zone, freeze.reason().strip(), scope());
    }

    private Times times(ZoneId zone) {
        Recurrences recurrences =
                new Recurrences(setting, freeze.rrule(), freeze.cron(), freeze.starts(), freeze.duration());
        boolean isOnce = !Setting.isEmpty(freeze.from()) || !Setting.isEmpty(freeze.until());
        boolean isDays = !Setting.isEmpty(freeze.calendar());
        if (List.of(isOnce, isDays, recurrences.areGiven()).stream()
                        .filter(given -> given)
                        .count()
                != 1) {
            throw setting.missing(
                    "from", "from and until, or rrule (or cron) and duration, or calendar; one of the three");
        }
        if (isOnce) {
            return once(zone);
        }
        if (isDays) {
            return new Freeze.WholeDays(
                    Set.copyOf(setting.read("calendar", freeze.calendar(), () -> calendars.named(freeze.calendar()))),
                    zone);
        }
        Schedule schedule = recurrences.schedule(zone, Set.of());
        recurrences.requireApart(schedule, thisYear, thisYear + YEARS_CHECKED);
        return new Freeze.Recurring(schedule);
    }

    private Times once(ZoneId zone) {
        if (Setting.isEmpty(freeze.from())) {
            throw setting.missing("from", "2026-12-18T18:00");
        }
        if (Setting.isEmpty(freeze.until())) {
            throw setting.missing("until", "2027-01-04T06:00");
        }
        Instant from = setting.instant("from", freeze.from(), zone);
        Instant until = setting.instant("until", freeze.until(), zone);
        if (!until.isAfter(from)) {
            throw setting.wrong("until", freeze.until(), "is not after from '" + Shown.of(freeze.from()) + "'");
        }
        return new Freeze.Once(from, until);
    }

    private Scope scope() {
        List<String> pipelines = Setting.orEmpty(freeze.pipelines());
        List<String> exceptions = Setting.orEmpty(freeze.exceptions());
        try {
            return new Scope(pipelines, freeze.targets(), exceptions);
        } catch (IllegalArgumentException mistake) {
            throw new IllegalArgumentException(
                    "freeze '%s': %s (application.yaml, upkeep.freezes.%s)"
                            .formatted(setting.name(), mistake.getMessage(), setting.name()),
                    mistake);
        }
    }
}
