package io.upkeep.probe.condition;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One side of a comparison, found out.
 *
 * @param text null when there is nothing
 * @param number null when it is no number; of a duration the milliseconds
 */
record Value(String text, Double number) {

    static final Value NOTHING = new Value(null, null);

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}(\\.\\d{1,9})?");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    static Value of(Object fact) {
        if (fact == null) {
            return NOTHING;
        }
        if (fact instanceof Number number) {
            double value = number.doubleValue();
            return new Value(
                    value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : fact.toString(),
                    value);
        }
        String text = fact.toString();
        return new Value(text, NUMBER.matcher(text).matches() ? Double.valueOf(text) : null);
    }

    static Value of(JsonNode json) {
        if (json.isMissingNode()) {
            return NOTHING;
        }
        return of(json.isValueNode() ? json.asText() : json.toString());
    }

    /** A constant: also a duration is a number. */
    static Value constant(String text) {
        Matcher duration = DURATION.matcher(text);
        return duration.matches()
                ? new Value(text, (double) millis(Long.parseLong(duration.group(1)), duration.group(2)))
                : of(text);
    }

    private static long millis(long amount, String unit) {
        return switch (unit) {
            case "ms" -> amount;
            case "s" -> Duration.ofSeconds(amount).toMillis();
            case "m" -> Duration.ofMinutes(amount).toMillis();
            case "h" -> Duration.ofHours(amount).toMillis();
            default -> Duration.ofDays(amount).toMillis();
        };
    }

    boolean isThere() {
        return text != null;
    }

    boolean same(Value other) {
        if (number != null && other.number != null) {
            return Double.compare(number, other.number) == 0;
        }
        return text.equals(other.text);
    }
}
