package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.upkeep.cli.Terminal.Tone;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;

/** Reads a run's log from the server, each line once. */
final class RunLog {

    private static final int AT_ONCE = 200;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final Terminal terminal;
    private final Server server;
    private final String path;
    private long after;

    /** @param query parameters that choose entries, {@code &host=api-1}; empty for all */
    RunLog(Terminal terminal, Server server, String run, String query) {
        this.terminal = terminal;
        this.server = server;
        this.path = "api/runs/" + Server.part(run) + "/log?limit=" + AT_ONCE + query + "&after=";
    }

    /** Hands on every line that is new. */
    void readOn(Consumer<String> lines) {
        JsonNode entries;
        do {
            entries = server.get(path + after);
            for (JsonNode entry : entries) {
                after = entry.path("id").asLong();
                entry.path("text").asText().lines().forEach(line -> lines.accept(shown(entry, line)));
            }
        } while (entries.size() == AT_ONCE);
    }

    private String shown(JsonNode entry, String line) {
        String at = Times.instant(entry, "at")
                .map(instant -> CLOCK.format(instant.atZone(ZoneId.systemDefault())))
                .orElse("");
        String host = Plain.line(text(entry, "host"));
        String words = Plain.printed(line);
        String step = Plain.line(text(entry, "step")) + ("ROLLBACK".equals(text(entry, "phase")) ? " (rollback)" : "");
        return terminal.paint(Tone.QUIET, at + "  " + step + (host.isEmpty() ? "" : "  " + host))
                + "  "
                + ("err".equals(text(entry, "stream")) ? terminal.paint(Tone.WARN, words) : words);
    }
}
