package io.upkeep.log;

import io.upkeep.text.Shown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code manage-logs.sh} said on one host. Its text is the host's: figures are checked, the rest is made fit for a line.
 *
 * @param figures by word, such as {@code compressed}
 * @param notes names of what is due, and what was left with its reason
 * @param whole whether the end was said: until then figures are those so far
 */
record HostLogs(Map<String, Figure> figures, List<String> notes, boolean whole) {

    private static final int MOST_NOTES = 60;
    private static final Pattern FIGURE = Pattern.compile("@@([a-z]{1,20}) (\\d{1,18}) (\\d{1,18})(?: (\\d{1,18}))?");
    private static final Pattern NOTE = Pattern.compile("@@(name|left) (.*)");

    /** Copies. */
    HostLogs {
        figures = Map.copyOf(figures);
        notes = List.copyOf(notes);
    }

    /**
     * Files and their bytes.
     *
     * @param after what the bytes became; 0 where they are gone
     */
    record Figure(long files, long bytes, long after) {

        static final Figure NONE = new Figure(0, 0, 0);

        /** Bytes that are free now; never negative, as a tiny log grows when it is compressed. */
        long freed() {
            return Math.max(0, bytes - after);
        }
    }

    static HostLogs read(String answer) {
        Map<String, Figure> figures = new HashMap<>();
        List<String> notes = new ArrayList<>();
        boolean whole = false;
        for (String line : answer.lines().toList()) {
            Matcher figure = FIGURE.matcher(line);
            Matcher note = NOTE.matcher(line);
            if (figure.matches()) {
                long after = figure.group(4) == null ? 0 : Long.parseLong(figure.group(4));
                figures.put(
                        figure.group(1),
                        new Figure(Long.parseLong(figure.group(2)), Long.parseLong(figure.group(3)), after));
            } else if (note.matches() && notes.size() < MOST_NOTES) {
                notes.add(Shown.reason(note.group(2)));
            }
            whole |= line.equals("@@end");
        }
        return new HostLogs(figures, notes, whole);
    }

    /** What one kind of work did: {@code rotate}, {@code compress} or {@code remove}. */
    Figure of(String work) {
        return figure(done(work));
    }

    /** Whether it told what that work did; a host that was not reached did not. */
    boolean tellsOf(String work) {
        return figures.containsKey(done(work));
    }

    private static String done(String work) {
        return switch (work) {
            case "rotate" -> "rotated";
            case "compress" -> "compressed";
            case "remove" -> "removed";
            default ->
                throw new IllegalArgumentException(
                        "work '%s' is unknown; write rotate, compress or remove".formatted(work));
        };
    }

    Figure figure(String word) {
        return figures.getOrDefault(word, Figure.NONE);
    }
}
