package io.upkeep.performance;

import java.util.Locale;
import java.util.Map;

/**
 * Reads figures that a query or a cache gave. How a name ends says what it is: {@code commits_total} is a counter and becomes
 * {@code commits} per second, {@code hit_part} and {@code hit_whole} become {@code hit} in percent, anything else is a value.
 * {@code epoch} and {@code seconds} say since when it counts, and its time.
 */
final class RowFigures {

    private static final int MOST = 100;
    private static final String TOTAL = "_total";
    private static final String PART = "_part";

    private RowFigures() {}

    static Reading parse(Map<?, ?> row) {
        String epoch = String.valueOf(row.get("epoch"));
        Double seconds = number(row.get("seconds"));
        Reading reading = Reading.of(epoch, seconds == null ? 0 : seconds);
        row.entrySet().stream().limit(MOST).forEach(column -> {
            String name = String.valueOf(column.getKey()).toLowerCase(Locale.ROOT);
            Double value = number(column.getValue());
            if (value == null || !name.matches("[a-z][a-z0-9_]{0,60}")) {
                return;
            }
            if (name.endsWith(TOTAL)) {
                reading.totals().put(metric(name, TOTAL), value);
            } else if (name.endsWith(PART)) {
                String metric = metric(name, PART);
                Double whole = number(row.get(name.replaceFirst(PART + "$", "_whole")));
                if (whole != null) {
                    reading.shares().put(metric, new Reading.Share(value, whole));
                }
            } else if (!name.endsWith("_whole") && !name.equals("seconds") && !name.equals("epoch")) {
                reading.gauges().put(metric(name, ""), value);
            }
        });
        return reading;
    }

    private static String metric(String name, String end) {
        return name.substring(0, name.length() - end.length()).replace('_', '-');
    }

    static Double number(Object value) {
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        return value instanceof String text && text.matches("\\d{1,18}(\\.\\d{1,6})?") ? Double.valueOf(text) : null;
    }
}
