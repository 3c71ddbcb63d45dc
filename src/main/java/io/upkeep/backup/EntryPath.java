package io.upkeep.backup;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Paths of archive entries. What a host sends is hostile: a path that leaves its place or starts at the root is refused,
 * never repaired; one that is not UTF-8 has no place in an archive.
 */
public final class EntryPath {

    /** The order of an archive: by UTF-8 bytes, as {@code LC_ALL=C sort} sorts. */
    static final Comparator<String> ORDER = (a, b) ->
            java.util.Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    private static final int LONGEST = 4096;
    private static final char NOT_UTF_8 = '\uFFFD';

    private EntryPath() {}

    /**
     * A relative path without {@code .} and a trailing {@code /}; empty for the root of the tree itself.
     *
     * @throws BackupRefused when the path is absolute, climbs, is too long or has characters that cannot be kept
     */
    static String checked(String source, String raw) {
        String path = relative(source, raw);
        if (!isText(path)) {
            throw new BackupRefused(
                    "%s: the name of '%s' is not UTF-8 text, and cannot be kept in an archive; rename it there, or leave its directory out"
                            .formatted(source, shown(raw)));
        }
        return path;
    }

    /** Whether all of a name could be read: what was not UTF-8 in it was replaced. */
    static boolean isText(String name) {
        return name.indexOf(NOT_UTF_8) < 0;
    }

    /** The same as {@link #checked}, of a name that may not be text. */
    static String relative(String source, String raw) {
        if (raw.startsWith("/")) {
            throw refused(source, raw, "is absolute");
        }
        if (raw.length() > LONGEST) {
            throw refused(source, raw.substring(0, 80) + "…", "is longer than " + LONGEST + " characters");
        }
        if (raw.indexOf('\0') >= 0) {
            throw refused(source, raw, "holds a NUL character");
        }
        List<String> names = new ArrayList<>();
        for (String name : raw.split("/", -1)) {
            if (name.equals("..")) {
                throw refused(source, raw, "climbs out of its tree");
            }
            if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        return String.join("/", names);
    }

    /** A text in which nobody can hide a line break or a control sequence. */
    public static String shown(String path) {
        StringBuilder shown = new StringBuilder();
        path.codePoints()
                .limit(200)
                .forEach(c -> shown.append(Character.isISOControl(c) ? "\\x%02x".formatted(c) : Character.toString(c)));
        return shown.toString();
    }

    private static BackupRefused refused(String source, String raw, String why) {
        return new BackupRefused("%s: the path '%s' %s; entries are relative paths such as app/config/appsettings.json"
                .formatted(source, shown(raw), why));
    }
}
