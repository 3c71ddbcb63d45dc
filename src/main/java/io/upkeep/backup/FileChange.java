package io.upkeep.backup;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;

/**
 * One file that differs.
 *
 * @param kind added, removed or changed
 * @param text the difference as unified diff, bounded, secrets hidden; empty for what is no text. Hostile text
 */
public record FileChange(String path, Kind kind, String text) {

    /** How a file differs. */
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED
    }

    private static final int LONGEST = 64 * 1024;
    private static final Pattern SECRET = Pattern.compile(
            "(?i)^(.{0,200}?(?:password|passwd|secret|token|credential|api[-_.]?key|private[-_.]?key)[^=:]{0,40}[=:]\\s*).+$");

    static List<FileChange> between(Map<String, VersionFile> before, Map<String, VersionFile> after) {
        TreeSet<String> paths = new TreeSet<>(EntryPath.ORDER);
        paths.addAll(before.keySet());
        paths.addAll(after.keySet());
        List<FileChange> changes = new ArrayList<>();
        for (String path : paths) {
            byte[] old = before.containsKey(path) ? before.get(path).content() : null;
            byte[] now = after.containsKey(path) ? after.get(path).content() : null;
            if (!Arrays.equals(old, now)) {
                Kind kind = old == null ? Kind.ADDED : now == null ? Kind.REMOVED : Kind.CHANGED;
                changes.add(new FileChange(path, kind, text(old, now)));
            }
        }
        return changes;
    }

    private static String text(byte[] old, byte[] now) {
        byte[] a = old == null ? new byte[0] : old;
        byte[] b = now == null ? new byte[0] : now;
        if (RawText.isBinary(a) || RawText.isBinary(b)) {
            return "";
        }
        RawText before = new RawText(a);
        RawText after = new RawText(b);
        EditList edits = new HistogramDiff().diff(RawTextComparator.DEFAULT, before, after);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DiffFormatter formatter = new DiffFormatter(bytes)) {
            formatter.format(edits, before, after);
        } catch (IOException e) {
            throw new UncheckedIOException("a difference cannot be written", e);
        }
        String text = bytes.toString(StandardCharsets.UTF_8);
        String hidden = text.lines()
                .map(line -> SECRET.matcher(line).replaceFirst("$1••••"))
                .collect(Collectors.joining("\n"));
        return hidden.length() <= LONGEST ? hidden : hidden.substring(0, LONGEST) + "\n…";
    }
}
