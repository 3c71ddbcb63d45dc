package io.upkeep.performance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Queries that stand for what an application asks: each ends with a semicolon and begins with a comment that is its name. */
final class SampleQueries {

    private static final Pattern END = Pattern.compile(";[ \\t]*(\\r?\\n|$)");

    private SampleQueries() {}

    /**
     * The queries by name, in order.
     *
     * @throws IllegalArgumentException when one has no name or is no SELECT
     */
    static Map<String, String> parse(String text) {
        Map<String, String> queries = new LinkedHashMap<>();
        for (String part : END.split(text, -1)) {
            String name = "";
            StringBuilder query = new StringBuilder();
            for (String line : part.lines().toList()) {
                if (line.strip().startsWith("--")) {
                    name = line.strip().substring(2).strip();
                } else {
                    query.append(line).append('\n');
                }
            }
            String sql = query.toString().strip();
            if (sql.isEmpty()) {
                continue;
            }
            if (name.isEmpty() || !sql.matches("(?is)(select|with)\\s.*")) {
                throw new IllegalArgumentException(
                        "sample query '%s' has no name or is no SELECT; write '-- who waits in a queue' above it"
                                .formatted(sql.substring(0, Math.min(60, sql.length()))));
            }
            queries.put(name, sql);
        }
        return queries;
    }
}
