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
 */
record ActivityReport(HostSnapshot snapshot, Map<BaselineTopic, String> unknown) {

    static ActivityReport read(String text, Instant at) {
        ScriptReport report = ScriptReport.parse(text);
        Map<String, List<String>> seen = new HashMap<>();
        Map<BaselineTopic, String> unknown = new EnumMap<>(BaselineTopic.class);
        for (BaselineTopic topic : BaselineTopic.values()) {
            String problem = report.problem() != null ? report.problem() : problem(topic, report.section(topic.word()));
            if (problem == null) {
                List<String> lines = report.section(topic.word()).lines();
                seen.put(
                        topic.word(),
                        lines.stream()
                                .filter(line -> !line.isBlank())
                                .map(HostText::key)
                                .toList());
            } else {
                unknown.put(topic, problem);
            }
        }
        return new ActivityReport(HostSnapshot.of(seen, at), unknown);
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
