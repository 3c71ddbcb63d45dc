package io.upkeep.pipeline;

import io.upkeep.text.NearName;
import io.upkeep.text.Shown;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One declared parameter of a pipeline.
 *
 * @param defaultValue used when the request leaves it out; null when there is none
 * @param choices what an ENUM allows, and the hosts there are for a HOST where they are known; empty for other types
 * @param versions what there is for a VERSION; before that is known, every name will do
 */
public record Input(
        String name, Type type, boolean required, String defaultValue, List<String> choices, KnownVersions versions) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_][A-Za-z0-9._-]{0,60}){2,20}");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\t\\n]]");
    private static final Set<String> NUMBERED = Set.of("version", "release");
    private static final DateTimeFormatter DAY_OR_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd['T'HH:mm[:ss][XXX]]").withResolverStyle(ResolverStyle.STRICT);
    private static final int LONGEST = 4_000;

    /** What a value may be. */
    public enum Type {
        /** Text of up to 4,000 characters without control characters. */
        STRING("any text", "a text of at most 4,000 characters without control characters", ""),
        /** A word that is safe as a file or host name. */
        NAME(
                "monday-1",
                "a name",
                "of letters, digits, dots, underscores and hyphens, a letter or digit first, 100 at most"),
        /** The name of a version of the configuration; which there are is looked at when a run is asked for. */
        VERSION("1.4.2", "a version of the configuration", "one that there is"),
        /** The name of a target that is a host. */
        HOST("api-1", "a host", "the name of a target that is one"),
        /** A full path of two names at least, never / or /etc itself; none begins with a dot. */
        PATH(
                "/srv/monday",
                "a full path of two names or more",
                "of letters, digits, dots, underscores and hyphens, none with a dot first"),
        /** A whole number. */
        INTEGER("5", "an integer", "a whole number of 18 digits at most"),
        /** true or false. */
        BOOLEAN("true", "a boolean", "true or false"),
        /** ISO-8601 or short: PT2H, 2h, 30m, 10s. */
        DURATION("30m", "a duration", "a number with ms, s, m, h or d, or ISO-8601 such as PT2H"),
        /** A day, or a time of it, with an offset or without: 2026-12-06, 2026-12-06T02:00, 2026-12-06T01:00Z. */
        DATE("2026-12-06", "a date", "a day, or a time of it with an offset or without, such as 2026-12-06T01:00Z"),
        /** One of the declared choices. */
        ENUM("", "one of the choices", "");

        private final String example;
        private final String kind;
        private final String rule;

        Type(String example, String kind, String rule) {
            this.example = example;
            this.kind = kind;
            this.rule = rule;
        }
    }

    /** Copies the choices. */
    public Input {
        choices = List.copyOf(choices);
    }

    /** One that was only read: nothing is known yet of what there is. */
    Input(String name, Type type, boolean required, String defaultValue, List<String> choices) {
        this(name, type, required, defaultValue, choices, version -> Optional.empty());
    }

    /** What is wrong with a value for this input; empty when nothing is. */
    public Optional<String> problemWith(String value) {
        boolean fits =
                switch (type) {
                    case STRING ->
                        value.length() <= LONGEST && !CONTROL.matcher(value).find();
                    case NAME, VERSION -> NAME.matcher(value).matches();
                    case HOST -> NAME.matcher(value).matches() && (choices.isEmpty() || choices.contains(value));
                    case PATH -> PATH.matcher(value).matches();
                    case INTEGER -> value.matches("-?\\d{1,18}");
                    case BOOLEAN -> value.equals("true") || value.equals("false");
                    case DURATION -> isDuration(value);
                    case DATE -> isDate(value);
                    case ENUM -> choices.contains(value);
                };
        return fits
                ? problemWithVersion(value)
                : Optional.of("input '%s': '%s' is not %s; write for example %s"
                        .formatted(name, Shown.of(value), expected(), meant(value)));
    }

    private Optional<String> problemWithVersion(String value) {
        return type == Type.VERSION
                ? versions.problemWith(value).map(problem -> "input '%s': %s".formatted(name, problem))
                : Optional.empty();
    }

    private String expected() {
        return !choices.isEmpty()
                ? (type == Type.HOST ? "a host, one of " : "one of ") + String.join(", ", choices)
                : type.kind;
    }

    /** What a value may be, for people who are asked for one: {@code a boolean: true or false}. */
    public String description() {
        return type.rule.isEmpty() ? type.kind : type.kind + ": " + type.rule;
    }

    /** A value that fits: the default where there is one. */
    public String example() {
        if (!choices.isEmpty()) {
            return choices.get(0);
        }
        if (defaultValue != null && !defaultValue.isBlank()) {
            return defaultValue;
        }
        return type == Type.NAME && NUMBERED.contains(name) ? "1.4.2" : type.example;
    }

    /** A slip of the fingers is told from its right word. */
    private String meant(String value) {
        return name + "=" + NearName.of(value, choices).orElseGet(this::example);
    }

    private String assigned() {
        return name + "=" + example();
    }

    /** What to write when it is missing. */
    String missing() {
        return "input '%s' is required; write for example %s".formatted(name, assigned());
    }

    /** The same, where these are the hosts and the versions there are. */
    Input among(List<String> hosts, KnownVersions known) {
        return new Input(name, type, required, defaultValue, type == Type.HOST ? hosts : choices, known);
    }

    private static boolean isDate(String value) {
        try {
            return DAY_OR_TIME.parseBest(value, OffsetDateTime::from, LocalDateTime::from, LocalDate::from) != null;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static boolean isDuration(String value) {
        if (value.matches("\\d{1,9}(ms|s|m|h|d)")) {
            return true;
        }
        try {
            return !Duration.parse(value).isNegative();
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
