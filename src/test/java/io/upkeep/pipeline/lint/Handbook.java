package io.upkeep.pipeline.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names in the operations handbook: headings of procedures, list items, and what its scripts do: each script they
 * call, or the comment over commands of their own.
 */
final class Handbook {

    private static final Pattern HEADING = Pattern.compile("(#{2,4}) (.+)");
    private static final Pattern BULLET = Pattern.compile("- \\*\\*(.+?)\\*\\*.*");
    private static final Pattern SCRIPT = Pattern.compile("\\s*(\\./\\w+\\.sh).*");
    private static final Pattern ITEM = Pattern.compile("    - (\\w+)");
    private static final Pattern KEY = Pattern.compile("  (\\w+):");
    private static final Pattern NO_COMMAND = Pattern.compile("(echo|case|if|else|fi|\\w+=)\\b.*");

    private final List<String> lines;
    private final List<Name> names = new ArrayList<>();
    private final List<String> headings = new ArrayList<>();
    private String language;
    private String comment;

    /**
     * A name in the handbook.
     *
     * @param section the headings it stands under, joined by {@code " > "}
     */
    record Name(String section, String name) {}

    private Handbook(String text) {
        this.lines = text.lines().toList();
    }

    static List<Name> names(String text) {
        Handbook handbook = new Handbook(text);
        handbook.read();
        return List.copyOf(handbook.names);
    }

    /** The headings above a line of Markdown, after this one. */
    static void under(List<String> headings, String line) {
        Matcher heading = HEADING.matcher(line);
        if (heading.matches()) {
            int level = heading.group(1).length() - 2;
            while (headings.size() > level) {
                headings.remove(headings.size() - 1);
            }
            headings.add(heading.group(2).replace("*", ""));
        }
    }

    private void read() {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("```")) {
                language = language == null ? line.substring(3) : null;
                comment = null;
            } else if (language == null) {
                prose(line);
            } else if (language.equals("bash")) {
                script(line.strip());
            } else {
                declared(line, i + 1 < lines.size() ? lines.get(i + 1) : "");
            }
        }
    }

    private void prose(String line) {
        under(headings, line);
        if (line.startsWith("#### ")) {
            add(headings.get(headings.size() - 1));
        }
        Matcher bullet = BULLET.matcher(line);
        if (bullet.matches()) {
            boolean first = headings.size() == 2
                    && names.stream().noneMatch(name -> name.section().equals(section()));
            if (first) {
                add(headings.get(1));
            }
            add(bullet.group(1));
        }
    }

    private void script(String line) {
        Matcher script = SCRIPT.matcher(line);
        if (line.startsWith("# ")) {
            comment = line.substring(2);
            return;
        }
        if (script.matches()) {
            add(script.group(1));
        } else if (comment != null
                && !line.isEmpty()
                && !NO_COMMAND.matcher(line).matches()) {
            add(comment);
        }
        comment = null;
    }

    /** A list item, or a key that has no list. */
    private void declared(String line, String next) {
        Matcher item = ITEM.matcher(line);
        Matcher key = KEY.matcher(line);
        if (item.matches()) {
            add(item.group(1));
        } else if (key.matches() && !next.startsWith("    -")) {
            add(key.group(1));
        }
    }

    private void add(String name) {
        names.add(new Name(section(), name));
    }

    private String section() {
        return String.join(" > ", headings);
    }
}
