package io.upkeep.backup;

import io.upkeep.text.Amount;
import io.upkeep.text.Shown;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What steps say of backups, as routes see it: {@code method: {ref: backupWords, method: …}}. */
@Component("backupWords")
public class BackupWords {

    private static final int MOST = 10;

    /** What was taken: a backup with bytes and entries. */
    public String taken(Map<String, Object> backup) {
        StringBuilder text = new StringBuilder("took backup %s of %s: %s%s, %s%s"
                .formatted(
                        backup.get("id"),
                        backup.get("series"),
                        Amount.of(number(backup, "entries"), "entry", "entries"),
                        backup.containsKey("rows")
                                ? " with %s of %s"
                                        .formatted(
                                                Amount.of(number(backup, "rows"), "row"),
                                                Amount.of(number(backup, "tables"), "table"))
                                : "",
                        Amount.ofBytes(number(backup, "bytes")),
                        "".equals(backup.get("contentsKey")) ? "" : ", sealed"));
        if (backup.get("missing") instanceof List<?> missing && !missing.isEmpty()) {
            text.append("\nasked for and not there: ").append(some(missing));
        }
        String leftOut = leftOut(backup);
        return text + (leftOut.isEmpty() ? "" : "\nleft out: " + leftOut);
    }

    /** What is there and not in the backup, and what to do about it; empty when nothing is. */
    static String leftOut(Map<String, Object> backup) {
        return backup.get(BackupTaking.LEFT_OUT) instanceof List<?> leftOut && !leftOut.isEmpty()
                ? some(leftOut) + "; rename it on the host, or remove it, as it is in no backup"
                : "";
    }

    private static String some(List<?> names) {
        return Amount.some(names.stream().map(String::valueOf).toList(), MOST);
    }

    /** That the store has it. */
    public String uploaded(Map<String, Object> backup) {
        return "the store has %s, %s".formatted(backup.get("key"), Amount.ofBytes(number(backup, "bytes")));
    }

    static String compared(Manifest manifest, boolean opened) {
        return opened
                ? "what the store gives back is what was taken: %s compared"
                        .formatted(Amount.of(manifest.entries().size(), "entry", "entries"))
                : "what the store gives back is what was taken, byte by byte; nobody can open it here, so nothing in it was compared"
                        + " (upkeep.backup.identity)";
    }

    static String counts(Map<String, Object> backup, boolean proven) {
        return proven
                ? "backup %s counts as verified".formatted(backup.get("id"))
                : "backup %s is stored and does not count as verified: nobody can open it here (upkeep.backup.identity)"
                        .formatted(backup.get("id"));
    }

    /** How many are to be proven. */
    public String due(List<String> due) {
        return due.isEmpty()
                ? "no proof is due: every backup was proven, the newest of each series less than a day ago"
                : Amount.of(due.size(), "backup is", "backups are") + " to be proven";
    }

    /** What a proof came to: what {@link BackupProof#prove} gave. */
    public String proven(Map<String, Object> outcome) {
        String backup = "backup %s of %s".formatted(outcome.get("id"), outcome.get("series"));
        String reason = Shown.reason(outcome.get("reason"));
        return switch (String.valueOf(outcome.get("verdict"))) {
            case "VERIFIED" -> backup + good(outcome);
            case "BROKEN" -> "%s is BROKEN: %s".formatted(backup, reason);
            default -> "%s could NOT be proven here: %s; verify-backups tries it again".formatted(backup, reason);
        };
    }

    private static String good(Map<String, Object> outcome) {
        if (!(outcome.get("restoreSeconds") instanceof Number seconds)) {
            return " was compared entry by entry";
        }
        long rows = number(outcome, "rows");
        Object newest = outcome.get("newestRow");
        return " was restored to a place to throw away and compared, in %s s%s%s"
                .formatted(
                        String.format(Locale.ROOT, "%.1f", seconds.doubleValue()),
                        rows > 0 ? ": " + Amount.of(rows, "row") : "",
                        newest == null ? "" : ", the newest of " + newest);
    }

    static String judged(List<String> good, boolean all) {
        String promised = all ? "everything is as promised (upkeep.backup.series.<name>.promise)" : "";
        return String.join("\n", good) + (good.isEmpty() || promised.isEmpty() ? "" : "\n") + promised;
    }

    private static long number(Map<String, Object> map, String key) {
        return map.get(key) instanceof Number number ? number.longValue() : 0;
    }
}
