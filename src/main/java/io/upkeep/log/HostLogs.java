package io.upkeep.log;

import io.upkeep.text.Shown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@code manage-logs.sh} said on one host. Its text is the host's: figures are checked, the rest is made fit for a line.
 *
 * @param figures by word, such as {@code compressed}
 * @param notes names of what is due, and what was left with its reason
 * @param going where most of what would be deleted lies; empty unless that is too much
 * @param whole whether the end was said: until then figures are those so far
 */
record HostLogs(Map<String, Figure> figures, List<String> notes, List<Going> going, boolean whole) {

    private static final int MOST_NOTES = 60;
    private static final Pattern FIGURE = Pattern.compile("@@([a-z]{1,20}) (\\d{1,18}) (\\d{1,18})(?: (\\d{1,18}))?");
    private static final Pattern NOTE = Pattern.compile("@@(name|left) (.*)");
    private static final Pattern PLACE = Pattern.compile("@@place (\\d{1,18}) \\.(.*)");
    private static final String GONE = "@@gone ";
    private static final int MOST_PLACES = 3;
    private static final int MOST_NAMES = 3;
    private static final int LONGEST_NAME = 60;

    /** Copies. */
    HostLogs {
        figures = Map.copyOf(figures);
        notes = List.copyOf(notes);
        going = List.copyOf(going);
    }

    /**
     * What would be deleted of one directory.
     *
     * @param place below the directory of logs, such as {@code /old}; empty for that itself
     * @param names the first of the files
     */
    record Going(String place, long files, List<String> names) {

        /** Copies. */
        Going {
            names = List.copyOf(names);
        }

        private Going with(String name) {
            return new Going(
                    place,
                    files,
                    Stream.concat(names.stream(), Stream.of(name))
                            .limit(MOST_NAMES)
                            .toList());
        }

        String words(String directory) {
            long more = files - names.size();
            return String.join(", ", names) + (more > 0 ? " and " + more + " more" : "") + " in " + directory + place;
        }
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
        List<Going> going = new ArrayList<>();
        boolean whole = false;
        for (String line : answer.lines().toList()) {
            Matcher figure = FIGURE.matcher(line);
            Matcher note = NOTE.matcher(line);
            Matcher place = PLACE.matcher(line);
            if (place.matches() && going.size() < MOST_PLACES) {
                going.add(new Going(Shown.of(place.group(2)), Long.parseLong(place.group(1)), List.of()));
            } else if (line.startsWith(GONE) && !going.isEmpty()) {
                String name = Shown.line(line.substring(GONE.length()), LONGEST_NAME);
                going.set(going.size() - 1, going.get(going.size() - 1).with(name));
            } else if (figure.matches()) {
                long after = figure.group(4) == null ? 0 : Long.parseLong(figure.group(4));
                figures.put(
                        figure.group(1),
                        new Figure(Long.parseLong(figure.group(2)), Long.parseLong(figure.group(3)), after));
            } else if (note.matches() && notes.size() < MOST_NOTES) {
                notes.add(Shown.reason(note.group(2)));
            }
            whole |= line.equals("@@end");
        }
        return new HostLogs(figures, notes, going, whole);
    }

    /** The same with a note more. */
    HostLogs with(String note) {
        return new HostLogs(
                figures, Stream.concat(notes.stream(), Stream.of(note)).toList(), going, whole);
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
