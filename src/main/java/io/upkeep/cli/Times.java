package io.upkeep.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Instants and durations of the API in words. */
final class Times {

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private static final Pattern INSTANT =
            Pattern.compile("\\b\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z");

    private static final Pattern SAID = Pattern.compile("\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d");

    private static final DateTimeFormatter IN_ZONE =
            DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm", Locale.ENGLISH);

    private Times() {}

    /** A field's instant; empty when null or not one. */
    static Optional<Instant> instant(JsonNode node, String field) {
        try {
            return node.hasNonNull(field)
                    ? Optional.of(Instant.parse(node.get(field).asText()))
                    : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** A field's instant on this machine's clock face; empty text when there is none. */
    static String local(JsonNode node, String field) {
        return instant(node, field)
                .map(at -> LOCAL.format(at.atZone(ZoneId.systemDefault())))
                .orElse("");
    }

    /** A field's instant on the clock face of a zone, {@code Sun 2026-11-29 02:00}; empty text when there is none. */
    static String inZone(JsonNode node, String field, String zone) {
        try {
            ZoneId face = ZoneId.of(zone);
            return instant(node, field)
                    .map(at -> IN_ZONE.format(at.atZone(face)))
                    .orElse("");
        } catch (DateTimeException e) {
            // a server that knows zones which this machine does not
            return node.path(field).asText();
        }
    }

    /** Until when a run waits, where the reason that it gives does not say so itself; empty text otherwise. */
    static String untilBesides(String reason, JsonNode run) {
        return SAID.matcher(reason).find() ? "" : local(run, "waitsUntil");
    }

    /** A text in which instants, {@code 2026-11-29T01:02:03Z}, are on this machine's clock face. */
    static String localIn(String text) {
        return INSTANT.matcher(text).replaceAll(found -> shown(found.group()));
    }

    private static String shown(String instant) {
        try {
            return LOCAL.format(Instant.parse(instant).atZone(ZoneId.systemDefault()));
        } catch (DateTimeParseException e) {
            return instant;
        }
    }

    /** From startedAt to finishedAt; empty text while either is missing. */
    static String taken(JsonNode node) {
        return instant(node, "startedAt")
                .flatMap(start -> instant(node, "finishedAt").map(end -> words(Duration.between(start, end))))
                .orElse("");
    }

    /** {@code 0.4 s}, {@code 12 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
    static String words(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        long seconds = millis / 1000;
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3600 + " h " + seconds / 60 % 60 + " min";
    }
}
