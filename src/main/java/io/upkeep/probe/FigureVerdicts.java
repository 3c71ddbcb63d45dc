package io.upkeep.probe;

import io.upkeep.text.Shown;
import java.util.List;
import java.util.Map;

/**
 * Figures that a query returned, one probe per column, judged by the limits configured for its name. The end of the
 * name is the unit: {@code connections_percent}, {@code oldest_seconds}, {@code size_bytes}.
 */
final class FigureVerdicts {

    private FigureVerdicts() {}

    static List<ProbeResult> judge(Map<String, Object> row, Map<String, Limits> limits) {
        return row.entrySet().stream()
                .map(column -> figure(column.getKey(), column.getValue(), limits))
                .toList();
    }

    private static ProbeResult figure(String column, Object value, Map<String, Limits> limits) {
        String probe = Shown.of(column).toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        if (!(value instanceof Number number) || !Double.isFinite(number.doubleValue())) {
            return ProbeResult.of(probe, Verdict.unknown("'" + Shown.of(value) + "' is not a number"));
        }
        String unit = unit(probe);
        double figure = number.doubleValue();
        return new ProbeResult(probe, limits.getOrDefault(probe, Limits.NONE).judge(figure, unit), figure, unit);
    }

    private static String unit(String probe) {
        if (probe.endsWith("-percent")) {
            return "%";
        }
        if (probe.endsWith("-seconds")) {
            return "s";
        }
        return probe.endsWith("-bytes") ? "bytes" : "";
    }
}
