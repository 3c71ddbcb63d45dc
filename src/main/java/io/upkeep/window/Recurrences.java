package io.upkeep.window;

import io.upkeep.text.Lasting;
import io.upkeep.window.Schedule.Slot;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How a window or freeze says when it comes again.
 *
 * @param rrule null or blank when cron is given, or neither
 * @param cron null or blank when rrule is given, or neither
 */
record Recurrences(Setting setting, String rrule, String cron, String starts, String duration) {

    boolean areGiven() {
        return !Setting.isEmpty(rrule) || !Setting.isEmpty(cron);
    }

    /** As written, for people; empty when there is none. */
    String text() {
        return Setting.isEmpty(rrule) ? Setting.isEmpty(cron) ? "" : cron.strip() : rrule.strip();
    }

    Schedule schedule(ZoneId zone, Set<LocalDate> except) {
        if (Setting.isEmpty(duration)) {
            throw setting.missing("duration", "2h or PT2H");
        }
        Duration length = setting.duration("duration", duration);
        if (length.isZero() || length.toDays() > 60) {
            throw setting.wrong("duration", duration, "is not between a minute and 60 days; write 2h or PT2H");
        }
        return new Schedule(recurrence(), zone, length, except);
    }

    private Recurrence recurrence() {
        if (!Setting.isEmpty(rrule) && !Setting.isEmpty(cron)) {
            throw setting.wrong("cron", cron, "stands beside an rrule; keep one of the two");
        }
        if (Setting.isEmpty(rrule)) {
            return setting.read("cron", cron, () -> CronRecurrence.parse(cron));
        }
        LocalDateTime first = WindowReader.starts(setting, starts);
        return setting.read("rrule", rrule, () -> RuleRecurrence.parse(rrule, first));
    }

    /** Checks that it comes at all, and that each one is over before the next begins, clock changes included. */
    void requireApart(Schedule schedule, int firstYear, int lastYear) {
        String key = Setting.isEmpty(rrule) ? "cron" : "rrule";
        List<Slot> slots = new ArrayList<>();
        for (int year = firstYear; year <= lastYear; year++) {
            int current = year;
            slots.addAll(setting.read(key, text(), () -> schedule.ofYear(current)));
        }
        if (slots.isEmpty()) {
            throw setting.wrong(
                    key, text(), "never comes from %d to %d; write %s".formatted(firstYear, lastYear, example()));
        }
        for (int i = 1; i < slots.size(); i++) {
            Slot last = slots.get(i - 1);
            Slot next = slots.get(i);
            if (last.closes().isAfter(next.opens())) {
                Duration gap = Duration.between(last.opens(), next.opens());
                throw setting.wrong(
                        "duration",
                        duration,
                        "is longer than the %s from the opening of %s to that of %s; write less"
                                .formatted(Lasting.of(gap), last.nominal(), next.nominal()));
            }
        }
    }

    private String example() {
        return Setting.isEmpty(rrule) ? "0 0 2 ? * SUN" : RuleRecurrence.EXAMPLE;
    }
}
