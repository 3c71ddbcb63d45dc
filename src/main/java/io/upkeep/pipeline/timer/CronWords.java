package io.upkeep.pipeline.timer;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Says the usual cron expressions in words; the unusual ones stay as they are, which is better than half right. */
public final class CronWords {

    private static final String NUMBER = "\\d{1,2}";
    private static final String EVERY = "(\\*|0)/\\d{1,2}";
    private static final String EVERY_FROM = "\\d{1,2}/\\d{1,2}";
    private static final String NTH_DAY = "[^#,]+#[1-5]";
    private static final List<String> NTH = List.of("first", "second", "third", "fourth", "fifth");
    private static final int DAYS = 7;
    private static final int MONTHS = 12;

    private CronWords() {}

    /**
     * The words with the zone that their hours and days are meant in: {@code every Sunday at 02:30 Europe/Berlin}. What is
     * the same in every zone, {@code every 5 minutes}, names none.
     */
    public static Optional<String> of(String cron, ZoneId zone) {
        String name = zone.normalized().equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
        return parts(cron).map(parts -> {
            String separator = parts.often() ? ", " : " ";
            return parts.words() + (parts.often() && parts.daily() ? "" : separator + name);
        });
    }

    /** {@code 0 30 2 ? * SUN} is {@code every Sunday at 02:30}; empty for what it has no words for. */
    public static Optional<String> of(String cron) {
        return parts(cron).map(Parts::words);
    }

    /** On which days, and when on each of them. */
    private record Parts(String days, String time) {

        boolean often() {
            return time.startsWith("every");
        }

        boolean daily() {
            return days.equals("every day");
        }

        String words() {
            if (often()) {
                return time + (daily() ? "" : ", " + days);
            }
            return days + " " + time;
        }
    }

    private static Optional<Parts> parts(String cron) {
        String[] fields = cron.strip().split("\\s+", -1);
        if (fields.length < 6 || fields.length > 7 || !fields[0].equals("0")) {
            return Optional.empty();
        }
        if (fields.length == 7 && !isAny(fields[6])) {
            return Optional.empty();
        }
        Optional<String> time = time(fields[1], fields[2]);
        return days(fields[3], fields[4], fields[5]).flatMap(days -> time.map(at -> new Parts(days, at)));
    }

    private static Optional<String> time(String minute, String hour) {
        if (minute.matches(NUMBER) && hour.matches(NUMBER)) {
            return Optional.of("at %02d:%02d".formatted(Integer.valueOf(hour), Integer.valueOf(minute)));
        }
        if (isAny(hour) && minute.matches(EVERY)) {
            return Optional.of(every(minute, "minute"));
        }
        if (isAny(hour) && minute.matches(EVERY_FROM)) {
            String from = minute.substring(0, minute.indexOf('/'));
            return Optional.of("%s from minute %s on".formatted(every(minute, "minute"), from));
        }
        if (isAny(hour) && isAny(minute)) {
            return Optional.of("every minute");
        }
        if (minute.matches(NUMBER) && (isAny(hour) || hour.matches(EVERY))) {
            String hours = isAny(hour) ? "every hour" : every(hour, "hour");
            return Optional.of(minute.equals("0") ? hours : "%s at minute %s".formatted(hours, minute));
        }
        return Optional.empty();
    }

    private static String every(String field, String unit) {
        int step = Integer.parseInt(field.substring(field.indexOf('/') + 1));
        return step == 1 ? "every " + unit : "every %d %ss".formatted(step, unit);
    }

    private static Optional<String> days(String ofMonth, String month, String ofWeek) {
        Optional<String> months =
                isAny(month) ? Optional.of("every month") : names(month, MONTHS, CronWords::monthName);
        if (isAny(ofMonth) && ofWeek.matches(NTH_DAY)) {
            String nth = NTH.get(Integer.parseInt(ofWeek.substring(ofWeek.length() - 1)) - 1);
            return name(ofWeek.substring(0, ofWeek.length() - 2), DAYS, CronWords::dayName)
                    .flatMap(day -> months.map(of -> "%s %s of %s".formatted(nth, day, of)));
        }
        if (ofMonth.matches(NUMBER) && isAny(ofWeek)) {
            return months.map(of -> "on day %s of %s".formatted(ofMonth, of));
        }
        return isAny(ofMonth)
                ? ofWeek(ofWeek).flatMap(days -> months.map(of -> isAny(month) ? days : days + " in " + of))
                : Optional.empty();
    }

    private static Optional<String> ofWeek(String days) {
        if (isAny(days)) {
            return Optional.of("every day");
        }
        return days.equalsIgnoreCase("MON-FRI")
                ? Optional.of("Monday to Friday")
                : names(days, DAYS, CronWords::dayName).map(names -> "every " + names);
    }

    /** {@code A, B and C}; empty when one of them has no name. */
    private static Optional<String> names(String list, int count, Function<Integer, String> named) {
        List<String> names = new ArrayList<>();
        for (String value : list.split(",", -1)) {
            Optional<String> name = name(value, count, named);
            if (name.isEmpty()) {
                return name;
            }
            names.add(name.get());
        }
        String last = names.remove(names.size() - 1);
        return Optional.of(names.isEmpty() ? last : String.join(", ", names) + " and " + last);
    }

    /** The name of a number from 1 on, or of the three letters that a name begins with. */
    private static Optional<String> name(String value, int count, Function<Integer, String> named) {
        return Stream.iterate(1, number -> number <= count, number -> number + 1)
                .filter(number -> value.equals(number.toString())
                        || value.equalsIgnoreCase(named.apply(number).substring(0, 3)))
                .map(named)
                .findFirst();
    }

    /** Quartz's weeks begin with Sunday. */
    private static String dayName(int number) {
        return DayOfWeek.SUNDAY.plus(number - 1L).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }

    private static String monthName(int number) {
        return Month.of(number).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }

    private static boolean isAny(String field) {
        return field.equals("*") || field.equals("?");
    }
}
