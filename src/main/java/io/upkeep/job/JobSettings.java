package io.upkeep.job;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a kamelet was given, as exchange properties {@code job.<name>}. */
record JobSettings(
        String dialect, String server, String place, String job, String ref, String parameters, JobPatience patience) {

    private static final Pattern SHORT = Pattern.compile("(\\d{1,6})(ms|s|m|h)");
    private static final Pattern PARAMETER =
            Pattern.compile("([A-Za-z_][A-Za-z0-9_.-]*)(?:=([A-Za-z_][A-Za-z0-9_]*))?");

    static JobSettings of(Map<String, Object> properties) {
        Duration every = duration(text(properties, "every"));
        Duration timeout = duration(text(properties, "timeout"));
        return new JobSettings(
                text(properties, "dialect"),
                text(properties, "server"),
                text(properties, "place"),
                text(properties, "name"),
                text(properties, "ref"),
                text(properties, "parameters"),
                JobPatience.of(every, timeout));
    }

    private static String text(Map<String, Object> properties, String name) {
        Object value = properties.get("job." + name);
        return value == null ? "" : value.toString().strip();
    }

    JobOrder order(String address, Map<String, Object> variables, String tag) {
        String bare = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        return new JobOrder(server, bare, place, job, ref, given(variables), tag);
    }

    /** {@code version,STAGE=environment}: the run's variable version as version, its variable environment as STAGE. */
    private Map<String, String> given(Map<String, Object> variables) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String part : parameters.isEmpty() ? new String[0] : parameters.split("\\s*,\\s*")) {
            Matcher parameter = PARAMETER.matcher(part);
            if (!parameter.matches()) {
                throw new JobFailed("parameters: '%s' is none; write the names of variables: version,STAGE=environment"
                        .formatted(part));
            }
            String variable = parameter.group(2) == null ? parameter.group(1) : parameter.group(2);
            Object value = variables.get(variable);
            if (!(value instanceof CharSequence || value instanceof Number || value instanceof Boolean)) {
                throw new JobFailed(
                        "parameters: the run has no variable '%s' with one value; declare it in inputs: or set it before"
                                .formatted(variable));
            }
            given.put(parameter.group(1), value.toString());
        }
        return given;
    }

    private static Duration duration(String text) {
        Matcher parts = SHORT.matcher(text);
        if (parts.matches()) {
            long amount = Long.parseLong(parts.group(1));
            return switch (parts.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                default -> Duration.ofHours(amount);
            };
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new JobFailed("'%s' is not a duration; write 5s, 30m or PT1H".formatted(text));
        }
    }
}
