package io.upkeep.performance;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;

/** Figures and times in words. */
final class Words {

    private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

    private Words() {}

    static String span(Duration span) {
        long days = span.toDays();
        long hours = span.toHours();
        return days >= 2 ? days + " days" : hours == 1 ? "1 hour" : hours + " hours";
    }

    static String day(Instant time) {
        return time.atZone(ZoneOffset.UTC).toLocalDate().toString();
    }

    static String signed(double value) {
        return (value < 0 ? "−" : "+") + number(Math.abs(value));
    }

    /** With two digits that count, more before the point. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return String.valueOf(value);
        }
        if (Math.abs(value) >= 10) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(2)).stripTrailingZeros();
        return rounded.scale() > 6 ? String.format(Locale.ROOT, "%.1e", value) : rounded.toPlainString();
    }

    static String value(double value, String unit) {
        if (unit.startsWith("bytes")) {
            int size = 0;
            double shown = value;
            while (Math.abs(shown) >= 1024 && size < SIZES.length - 1) {
                shown /= 1024;
                size++;
            }
            return number(shown) + " " + SIZES[size] + unit.substring("bytes".length());
        }
        return number(value) + (unit.isEmpty() || unit.startsWith("/") ? unit : " " + unit);
    }
}
