package io.upkeep.pipeline.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One {@code {{name:default}}} in a text.
 *
 * @param name without {@code ?} and {@code !}; with its function, as in {@code env:HOME}
 * @param fallback what stands after the colon; null when nothing does
 * @param optional true for {@code {{?name}}}, which may be missing
 */
record Placeholder(String name, String fallback, boolean optional) {

    private static final Pattern PATTERN =
            Pattern.compile("\\{\\{(?<optional>[?!]?)(?<name>(?:(?:env|sys):)?[^{}:]+)(?::(?<fallback>[^{}]*))?\\}\\}");

    static List<Placeholder> in(String text) {
        List<Placeholder> found = new ArrayList<>();
        Matcher matcher = PATTERN.matcher(text);
        while (matcher.find()) {
            found.add(new Placeholder(
                    matcher.group("name").strip(),
                    matcher.group("fallback"),
                    !matcher.group("optional").isEmpty()));
        }
        return found;
    }

    /** The text with its placeholders filled; empty when one is not known. */
    static Optional<String> filled(String text, KnownProperties known) {
        Matcher matcher = PATTERN.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            String value = known.value(matcher.group("name").strip()).orElse(matcher.group("fallback"));
            if (value == null || value.contains("${")) {
                return Optional.empty();
            }
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        matcher.appendTail(filled);
        return Optional.of(filled.toString()).filter(all -> !all.contains("{{"));
    }
}
