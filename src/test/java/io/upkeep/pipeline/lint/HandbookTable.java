package io.upkeep.pipeline.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rows of {@code docs/handbook.md}. */
final class HandbookTable {

    private static final Pattern ROW = Pattern.compile("\\| *(.+?) *\\| *(.*?) *\\| *(.+?) *\\|");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    private HandbookTable() {}

    /**
     * One row.
     *
     * @param line where it stands, counted from 1
     */
    record Row(int line, Handbook.Name name, String what, String where) {

        /** What the last column names in backticks. */
        List<String> places() {
            return QUOTED.matcher(where)
                    .results()
                    .map((MatchResult match) -> match.group(1))
                    .toList();
        }

        @Override
        public String toString() {
            return "docs/handbook.md:%d %s > %s".formatted(line, name.section(), name.name());
        }
    }

    static List<Row> rows(List<String> lines) {
        List<Row> rows = new ArrayList<>();
        List<String> headings = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Handbook.under(headings, lines.get(i));
            Matcher row = ROW.matcher(lines.get(i));
            if (row.matches()
                    && !row.group(1).equals("handbook")
                    && !row.group(1).startsWith("---")) {
                Handbook.Name name = new Handbook.Name(
                        String.join(" > ", headings), row.group(1).replace("`", ""));
                rows.add(new Row(i + 1, name, row.group(2), row.group(3)));
            }
        }
        return rows;
    }
}
