package io.upkeep.report;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Lists and times as people say them. */
final class Words {

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm", Locale.ENGLISH);

    private Words() {}

    /** {@code weekly (2), monthly}. */
    static String listed(Collection<String> names) {
        Map<String, Integer> times = new LinkedHashMap<>();
        names.forEach(name -> times.merge(name, 1, Integer::sum));
        return times.entrySet().stream()
                .map(entry -> entry.getValue() == 1 ? entry.getKey() : entry.getKey() + " (" + entry.getValue() + ")")
                .collect(Collectors.joining(", "));
    }

    /** {@code Sun 2026-11-29 02:00}; empty for null. */
    static String at(Instant instant, ZoneId zone) {
        return instant == null ? "" : LOCAL.format(instant.atZone(zone));
    }
}
