package io.upkeep.security;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code activity-report.sh} told of a host.
 *
 * @param snapshot the topics that could be seen
 * @param unknown why the others could not, and what to do
 * @param inPart what came of those whose command failed on its way; it is true, and not all
 */
record ActivityReport(HostSnapshot snapshot, Map<BaselineTopic, String> unknown, Map<String, List<String>> inPart) {

    /** How a command ends that fails by itself: none that was ended, which may leave half a line, or is missing. */
    private static final String FAILED = "[1-9][0-9]?";

    static ActivityReport read(String text, Instant at) {
        ScriptReport report = ScriptReport.parse(text);
        Map<String, List<String>> seen = new HashMap<>();
        Map<BaselineTopic, String> unknown = new EnumMap<>(BaselineTopic.class);
        Map<String, List<String>> inPart = new HashMap<>();
        for (BaselineTopic topic : BaselineTopic.values()) {
            ScriptReport.Section section = report.section(topic.word());
            String problem = report.problem() != null ? report.problem() : problem(topic, section);
            if (problem == null) {
                seen.put(topic.word(), entries(section));
            } else {
                unknown.put(topic, problem);
                if (section.status().matches(FAILED)) {
                    inPart.put(topic.word(), entries(section));
                }
            }
        }
        return new ActivityReport(HostSnapshot.of(seen, at), unknown, inPart);
    }

    private static List<String> entries(ScriptReport.Section section) {
        return section.lines().stream()
                .filter(line -> !line.isBlank())
                .map(HostText::key)
                .toList();
    }

    private static String problem(BaselineTopic topic, ScriptReport.Section section) {
        if (section.values().containsKey("skipped")) {
            return "there is more than can be compared: %s lines beyond 5000"
                    .formatted(section.values().get("skipped"));
        }
        return switch (section.status()) {
            case "0" -> null;
            case "" -> "the host told nothing of it";
            case "124" -> "it took too long on this host";
            case "127" -> topic.whenMissing();
            default -> "its command failed with status %s; %s".formatted(section.status(), topic.whenMissing());
        };
    }
}
