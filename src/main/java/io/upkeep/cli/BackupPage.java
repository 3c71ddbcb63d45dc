package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;
import static io.upkeep.cli.Printed.words;

import com.fasterxml.jackson.databind.JsonNode;
import io.upkeep.cli.Terminal.Tone;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.StringJoiner;

/** One backup in full, for {@code upkeep backup show}. */
final class BackupPage {

    private BackupPage() {}

    static void print(Terminal terminal, JsonNode backup) {
        String state = Plain.line(text(backup, "state"));
        field(terminal, "backup", text(backup, "id"));
        field(terminal, "series", text(backup, "series"));
        terminal.out().println(label("state") + terminal.paint(Tone.of(state), state));
        field(terminal, "reason", words(backup, "reason"));
        field(terminal, "taken", Times.local(backup, "createdAt"));
        field(terminal, "changed", Times.local(backup, "changedAt"));
        field(terminal, "by", text(backup, "pipeline"));
        field(terminal, "run", text(backup, "run"));
        field(terminal, "of", hosts(backup));
        boolean isFinished = backup.hasNonNull("sha256");
        field(terminal, "size", isFinished ? Printed.bytes(backup, "bytes") : "");
        field(terminal, "entries", isFinished ? text(backup, "entries") : "");
        field(terminal, "proven", proven(backup.path("proof")));
        field(terminal, "newest row", Times.local(backup.path("proof"), "newestRow"));
        field(terminal, "locked", Times.local(backup, "lockedUntil"));
        field(terminal, "archive", text(backup, "objectKey"));
        field(terminal, "contents", text(backup, "contentsKey"));
        field(terminal, "manifest", text(backup, "manifestKey"));
        field(terminal, "sha256", text(backup, "sha256"));
    }

    private static String hosts(JsonNode backup) {
        StringJoiner hosts = new StringJoiner(", ");
        backup.path("hosts").forEach(host -> hosts.add(host.asText()));
        return hosts.toString();
    }

    private static String proven(JsonNode proof) {
        String at = Times.local(proof, "at");
        if (at.isEmpty()) {
            return "";
        }
        return at
                + (proof.hasNonNull("restoreSeconds")
                        ? ", restored in "
                                + Times.words(taken(proof.get("restoreSeconds").decimalValue()))
                        : ", every entry compared");
    }

    private static Duration taken(BigDecimal seconds) {
        return Duration.ofMillis(seconds.movePointRight(3).longValue());
    }

    private static void field(Terminal terminal, String name, String value) {
        if (!value.isEmpty()) {
            terminal.out().println(label(name) + Plain.line(value));
        }
    }

    private static String label(String name) {
        return String.format("%-12s", name);
    }
}
