package io.upkeep.pipeline.timer;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says the usual cron expressions in words; the unusual ones stay as they are, which is better than half right. */
public final class CronWords {

    private static final Map<String, String> DAYS = Map.ofEntries(
            Map.entry("SUN", "Sunday"),
            Map.entry("MON", "Monday"),
            Map.entry("TUE", "Tuesday"),
            Map.entry("WED", "Wednesday"),
            Map.entry("THU", "Thursday"),
            Map.entry("FRI", "Friday"),
            Map.entry("SAT", "Saturday"));
    private static final List<String> BY_NUMBER = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
    private static final String NUMBER = "\\d{1,2}";
    private static final String EVERY = "(\\*|0)/\\d{1,2}";

    private CronWords() {}

    /** {@code 0 30 2 ? * SUN} is {@code every Sunday at 02:30}; empty for what it has no words for. */
    public static Optional<String> of(String cron) {
        String[] fields = cron.strip().split("\\s+", -1);
        if (fields.length < 6 || fields.length > 7 || !fields[0].equals("0") || !isAny(fields[4])) {
            return Optional.empty();
        }
        if (fields.length == 7 && !isAny(fields[6])) {
            return Optional.empty();
        }
        Optional<String> time = time(fields[1], fields[2]);
        return days(fields[3], fields[5]).flatMap(days -> time.map(t -> join(days, t)));
    }

    private static String join(String days, String time) {
        boolean often = time.startsWith("every");
        return often ? time + (days.equals("every day") ? "" : ", " + days) : days + " " + time;
    }

    private static Optional<String> time(String minute, String hour) {
        if (minute.matches(NUMBER) && hour.matches(NUMBER)) {
            return Optional.of("at %02d:%02d".formatted(Integer.valueOf(hour), Integer.valueOf(minute)));
        }
        if (isAny(hour) && minute.matches(EVERY)) {
            return Optional.of(every(minute, "minute"));
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

    private static Optional<String> days(String ofMonth, String ofWeek) {
        if (isAny(ofMonth) && isAny(ofWeek)) {
            return Optional.of("every day");
        }
        if (isAny(ofMonth) && ofWeek.equalsIgnoreCase("MON-FRI")) {
            return Optional.of("Monday to Friday");
        }
        if (isAny(ofMonth)) {
            return dayNames(ofWeek).map(names -> "every " + names);
        }
        return isAny(ofWeek) && ofMonth.matches(NUMBER)
                ? Optional.of("on day %s of every month".formatted(ofMonth))
                : Optional.empty();
    }

    private static Optional<String> dayNames(String list) {
        List<String> names = Arrays.stream(
                        list.toUpperCase(java.util.Locale.ROOT).split(",", -1))
                .map(day -> day.matches("[1-7]") ? BY_NUMBER.get(Integer.parseInt(day) - 1) : day)
                .map(day -> DAYS.getOrDefault(day, ""))
                .toList();
        return names.contains("")
                ? Optional.empty()
                : Optional.of(names.stream().collect(Collectors.joining(" and ")));
    }

    private static boolean isAny(String field) {
        return field.equals("*") || field.equals("?");
    }
}
