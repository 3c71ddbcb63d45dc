package io.upkeep.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a key maintenance indicator came to.
 *
 * @param value null when there is no data; never a guess
 * @param reason what it is made of and what was left out, or why there is none and what to do about it
 * @param formula the version of the formula
 * @param parts further values, by name, such as {@code contractual}
 */
public record Figure(
        String kpi, String title, Double value, String unit, String reason, int formula, Map<String, Double> parts) {

    /** Copies the parts, in order. */
    public Figure {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    static Figure of(Kpi kpi, double value, String reason) {
        return of(kpi, value, reason, Map.of());
    }

    static Figure of(Kpi kpi, double value, String reason, Map<String, Double> parts) {
        Map<String, Double> rounded = new LinkedHashMap<>();
        parts.forEach((name, part) -> rounded.put(name, rounded(part)));
        return new Figure(kpi.id(), kpi.title(), rounded(value), kpi.unit(), reason, kpi.formula(), rounded);
    }

    static Figure none(Kpi kpi, String why) {
        return new Figure(kpi.id(), kpi.title(), null, kpi.unit(), "no data: " + why, kpi.formula(), Map.of());
    }

    /** {@code 99.95 %}, or {@code no data}. */
    public String words() {
        return value == null ? "no data" : number(value) + " " + unit;
    }

    /** Up to three decimals, as few as are needed. */
    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.3f", value);
        return text.replaceAll("\\.?0+$", "");
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
