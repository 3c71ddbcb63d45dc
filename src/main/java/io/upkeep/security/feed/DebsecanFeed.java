package io.upkeep.security.feed;

import io.upkeep.text.Shown;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What debsecan (0.4) reads: a zlib stream of {@code VERSION 1}, the vulnerabilities, the packages that have them, and which binary
 * packages a source has, each part ended by an empty line.
 *
 * @param vulnerabilities how many there are
 * @param entries how many pairs of a package and a vulnerability
 */
record DebsecanFeed(int vulnerabilities, int entries) {

    private static final String VERSION = "VERSION 1";
    private static final Pattern ENTRY = Pattern.compile("[^,]+,(\\d{1,9}),....[^,]*,[^,]*,.*");

    /**
     * Reads it to its end.
     *
     * @throws FeedRefused saying what it is instead
     */
    static DebsecanFeed read(byte[] compressed) {
        FeedLines lines = new FeedLines(compressed);
        String first = lines.next();
        if (!VERSION.equals(first)) {
            throw new FeedRefused("it does not begin with '%s', so debsecan cannot read it".formatted(VERSION));
        }
        int vulnerabilities = vulnerabilities(lines);
        int entries = entries(lines, vulnerabilities);
        requireSources(lines);
        if (vulnerabilities == 0 || entries == 0) {
            throw new FeedRefused("it knows no vulnerability");
        }
        return new DebsecanFeed(vulnerabilities, entries);
    }

    private static int vulnerabilities(FeedLines lines) {
        int count = 0;
        for (String line = lines.next(); !"".equals(line); line = lines.next()) {
            if (line == null || line.split(",", 3).length < 3) {
                throw broken(line);
            }
            count++;
        }
        return count;
    }

    private static int entries(FeedLines lines, int vulnerabilities) {
        int count = 0;
        for (String line = lines.next(); !"".equals(line); line = lines.next()) {
            Matcher entry = line == null ? null : ENTRY.matcher(line);
            if (entry == null || !entry.matches() || Integer.parseInt(entry.group(1)) >= vulnerabilities) {
                throw broken(line);
            }
            count++;
        }
        return count;
    }

    /** To the end: only there it is known that nothing was cut off. */
    private static void requireSources(FeedLines lines) {
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (!line.isEmpty() && line.split(",", -1).length != 2) {
                throw broken(line);
            }
        }
    }

    private static FeedRefused broken(String line) {
        return new FeedRefused(
                line == null
                        ? "it ends before its parts do"
                        : "it has a line that debsecan cannot read: '%s'".formatted(Shown.of(line)));
    }
}
