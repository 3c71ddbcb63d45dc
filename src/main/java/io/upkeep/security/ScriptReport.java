package io.upkeep.security;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a script of {@code routes/pipelines/security} printed: lines that begin with {@code @@} are its own, what a host's
 * commands say stands behind a space, so that no name of a file or user can pretend to be one.
 *
 * @param problem why the report as a whole cannot be used; null when it can
 * @param values of {@code @@key value} lines before the first section
 */
record ScriptReport(String problem, Map<String, String> values, Map<String, Section> sections) {

    private static final int LONGEST = 8 * 1024 * 1024;
    private static final String MARK = "@@";

    /**
     * One command.
     *
     * @param values of its {@code @@key value} lines, such as {@code status}: 127 for a command that is missing, 124 for one
     *     that took too long
     * @param lines what it said
     */
    record Section(Map<String, String> values, List<String> lines) {

        /** Its exit status as text; empty when it was not told. */
        String status() {
            return values.getOrDefault("status", "");
        }
    }

    static ScriptReport parse(String text) {
        if (text == null || text.isBlank()) {
            return unusable("the host sent an empty report");
        }
        if (text.length() > LONGEST) {
            return unusable("the report is longer than " + LONGEST + " characters");
        }
        List<String> lines = text.lines().toList();
        if (!lines.get(0).equals("@@begin")) {
            return unusable("this is no report of a check; it begins with '%s'"
                    .formatted(HostText.line(
                            lines.get(0).substring(0, Math.min(40, lines.get(0).length())))));
        }
        if (!lines.get(lines.size() - 1).equals("@@end")) {
            return unusable("the report is cut off: its end mark is missing");
        }
        return sections(lines.subList(1, lines.size() - 1));
    }

    private static ScriptReport sections(List<String> lines) {
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, Section> sections = new LinkedHashMap<>();
        Section current = new Section(values, new ArrayList<>());
        for (String line : lines) {
            if (line.startsWith("@@section ")) {
                current = new Section(new LinkedHashMap<>(), new ArrayList<>());
                sections.putIfAbsent(line.substring("@@section ".length()), current);
            } else if (line.startsWith(MARK)) {
                String[] words = line.substring(MARK.length()).split(" ", 2);
                current.values().putIfAbsent(words[0], words.length < 2 ? "" : words[1]);
            } else if (line.startsWith(" ")) {
                current.lines().add(line.substring(1));
            }
        }
        return new ScriptReport(null, values, sections);
    }

    private static ScriptReport unusable(String problem) {
        return new ScriptReport(problem, Map.of(), Map.of());
    }

    /** The section of this name; one without status and lines when the report has none. */
    Section section(String name) {
        return sections.getOrDefault(name, new Section(Map.of(), List.of()));
    }
}
