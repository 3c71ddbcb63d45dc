package io.upkeep.window;

import io.upkeep.window.WindowProperties.Days;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The declared calendars: sets of days under a name. */
final class Calendars {

    private final Map<String, Set<LocalDate>> days;

    private Calendars(Map<String, Set<LocalDate>> days) {
        this.days = Map.copyOf(days);
    }

    /** @throws IllegalArgumentException naming the calendar and the date or file that is wrong */
    static Calendars read(Map<String, Days> declared) {
        Map<String, Set<LocalDate>> days = new HashMap<>();
        declared.forEach((name, calendar) -> days.put(name, days(new Setting("calendar", name), calendar)));
        return new Calendars(days);
    }

    private static Set<LocalDate> days(Setting setting, Days calendar) {
        setting.checkName();
        Set<LocalDate> days = new TreeSet<>();
        for (String date : Setting.orEmpty(calendar.dates())) {
            days.add(setting.read("dates", date, () -> date(date)));
        }
        if (!Setting.isEmpty(calendar.file())) {
            days.addAll(setting.read("file", calendar.file(), () -> CalendarFile.days(Path.of(calendar.file()))));
        }
        if (days.isEmpty()) {
            throw setting.missing("dates", "[2026-12-25, 2026-12-26], or file: calendars/holidays.ics");
        }
        return days;
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text.strip());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("is not a date; write 2026-12-25", e);
        }
    }

    /** @throws IllegalArgumentException when none has this name, without the name itself */
    Set<LocalDate> named(String name) {
        Set<LocalDate> found = days.get(name);
        if (found == null) {
            throw new IllegalArgumentException("is not a declared calendar; there are: "
                    + (days.isEmpty() ? "none" : String.join(", ", new TreeMap<>(days).keySet()))
                    + "; declare it under upkeep.calendars");
        }
        return found;
    }
}
