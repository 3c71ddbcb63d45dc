package io.upkeep.update;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How one kind of test went. What the command printed is a host's text.
 *
 * @param problems why it did not pass; empty when it did
 * @param figures what the command measured: lines {@code figure <name> <value>}
 * @param output the end of what it printed
 */
record SuiteResult(String suite, List<String> problems, Map<String, Double> figures, String output) {

    private static final Pattern FIGURE =
            Pattern.compile("figure ([a-z][a-z0-9_]{0,40}) (-?\\d{1,12}(?:\\.\\d{1,9})?)");
    private static final Pattern LIMIT = Pattern.compile("([a-z][a-z0-9_]{0,40})(<=|>=)(-?\\d{1,12}(?:\\.\\d{1,9})?)");
    private static final Pattern EXIT = Pattern.compile("@@exit (\\d{1,3})");
    private static final int SHOWN = 600;

    /** Copies. */
    SuiteResult {
        problems = List.copyOf(problems);
        figures = new LinkedHashMap<>(figures);
    }

    boolean passed() {
        return problems.isEmpty();
    }

    /**
     * Judges what {@code run-test.sh} printed.
     *
     * @param limits such as {@code p95_ms<=300,errors<=0}; a figure that is missing is a problem
     */
    static SuiteResult judge(String suite, String printed, String limits) {
        List<String> problems = new ArrayList<>();
        Map<String, Double> figures = new LinkedHashMap<>();
        Integer exit = null;
        StringBuilder output = new StringBuilder();
        for (String line : printed.lines().toList()) {
            Matcher ended = EXIT.matcher(line);
            Matcher figure = FIGURE.matcher(line);
            if (ended.matches()) {
                exit = Integer.valueOf(ended.group(1));
            } else if (figure.matches()) {
                figures.put(figure.group(1), Double.valueOf(figure.group(2)));
            } else {
                output.append(line.replaceAll("\\p{Cntrl}|\\p{Cf}", "\uFFFD")).append('\n');
            }
        }
        if (exit == null) {
            problems.add("it did not tell how it ended");
        } else if (exit != 0) {
            problems.add(exit == 124 ? "it took too long and was ended" : "it ended with exit code " + exit);
        }
        beyond(limits, figures).forEach(problems::add);
        return new SuiteResult(suite, problems, figures, end(output.toString().strip()));
    }

    /**
     * Judges a job. It measures nothing that is told to us, so that limits on figures are never kept.
     *
     * @param failure why it did not succeed, which names its page; empty when it did
     * @param page of a job that succeeded
     */
    static SuiteResult ofJob(String suite, String failure, String page, String limits) {
        List<String> problems = new ArrayList<>();
        if (!failure.isEmpty()) {
            problems.add(failure.replaceAll("\\p{Cntrl}|\\p{Cf}", "\uFFFD"));
        }
        beyond(limits, Map.of()).forEach(problems::add);
        String shown = page.replaceAll("\\p{Cntrl}|\\p{Cf}", "\uFFFD");
        return new SuiteResult(suite, problems, Map.of(), shown.isEmpty() ? "" : end("job " + shown));
    }

    private static List<String> beyond(String limits, Map<String, Double> figures) {
        List<String> problems = new ArrayList<>();
        for (String limit : limits.isBlank() ? new String[0] : limits.split(",", -1)) {
            Matcher parts = LIMIT.matcher(limit.strip());
            if (!parts.matches()) {
                throw new IllegalArgumentException(
                        "limit '%s' is none; write p95_ms<=300 (upkeep.update-tests.<suite>.limits)".formatted(limit));
            }
            Double value = figures.get(parts.group(1));
            double bound = Double.parseDouble(parts.group(3));
            boolean within = value != null && (parts.group(2).equals("<=") ? value <= bound : value >= bound);
            if (!within) {
                problems.add(
                        value == null
                                ? "it did not measure " + parts.group(1)
                                : "%s is %s, not %s %s"
                                        .formatted(parts.group(1), value, parts.group(2), parts.group(3)));
            }
        }
        return problems;
    }

    private static String end(String output) {
        return output.length() <= SHOWN ? output : "…" + output.substring(output.length() - SHOWN);
    }

    /** For people. */
    String text() {
        StringBuilder text = new StringBuilder(
                "%s tests: %s".formatted(suite, passed() ? "passed" : "FAILED, " + String.join("; ", problems)));
        figures.forEach(
                (name, value) -> text.append("\n  ").append(name).append(" = ").append(value));
        output.lines().forEach(line -> text.append("\n  | ").append(line));
        return text.toString();
    }
}
