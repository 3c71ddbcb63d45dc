package io.upkeep.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.upkeep.cli.Terminal.Tone;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Shows a run as it goes: one line for each step that ends, which stays; on a terminal also a bar below that is
 * redrawn. It is told the whole run each time, so missed updates do no harm.
 */
final class Progress {

    private static final int BAR = 24;
    private static final int TICKS_OF_LOG = 5;
    /** Several may have ended since the last look; a step around others began before them, and ends after them. */
    private static final Comparator<JsonNode> AS_THEY_END = Comparator.comparing(
                    (JsonNode step) -> Times.instant(step, "finishedAt").orElse(Instant.MAX))
            .thenComparing(step -> text(step, "path").split("/").length, Comparator.reverseOrder());

    private final Terminal terminal;
    private final Clock clock;
    private final int planned;
    private final RunLog log;
    private final Set<String> told = new HashSet<>();
    private JsonNode run;
    /** As it was told last; null while it is not told to wait. */
    private String waitsFor;

    private boolean drawn;
    private boolean lost;
    private int ticks;

    /**
     * @param planned how many steps the pipeline has; 0 when unknown
     * @param log what of it is shown beside the steps
     */
    Progress(Terminal terminal, Clock clock, int planned, RunLog log) {
        this.log = log;
        this.terminal = terminal;
        this.clock = clock;
        this.planned = planned;
    }

    /** The run as it is now. */
    void show(JsonNode now) {
        run = now;
        if (lost) {
            lost = false;
            say(terminal.paint(Tone.QUIET, "connected again"));
        }
        tellGoingOn();
        tellWait("REQUESTED");
        tellSteps("RUN");
        tellWait("WAITING");
        if (undoes() && told.add("rolling back")) {
            say(terminal.paint(Tone.WARN, "rolling back") + after(text(run, "failedStep"), " because of "));
        }
        tellSteps("ROLLBACK");
        tellWait("ROLLBACK_WAITING");
        tick();
    }

    /** The server is away for the moment. */
    void lost() {
        if (!lost) {
            lost = true;
            say(terminal.paint(Tone.WARN, "connection lost, trying again; the run goes on without it"));
        }
    }

    /** Time went by. */
    void tick() {
        if (run != null && !lost && ++ticks % TICKS_OF_LOG == 0) {
            tellLog();
        }
        if (terminal.interactive() && run != null && !lost) {
            clear();
            terminal.out().print(bar());
            terminal.out().flush();
            drawn = true;
        }
    }

    /** Ends the show: removes the bar. */
    void close() {
        clear();
    }

    /** What was said since; a server that does not tell it now does not keep anybody from following. */
    void tellLog() {
        try {
            log.readOn(this::say);
        } catch (CommandFailed notNow) {
            // asked again soon, and once at the end
        }
    }

    private void tellWait(String kind) {
        if (kind.equals(state()) && waits() && !text(run, "reason").equals(waitsFor)) {
            waitsFor = text(run, "reason");
            String until = Times.untilBesides(waitsFor, run);
            say(terminal.paint(Tone.WARN, "waiting") + after(waitsFor, ": ") + after(until, ", until "));
        }
    }

    /** A wait that was told is over; its end and an undoing are told anyhow. */
    private void tellGoingOn() {
        if (waitsFor == null || waits()) {
            return;
        }
        waitsFor = null;
        boolean beginsUndoing = undoes() && !told.contains("rolling back");
        if (!beginsUndoing && !Follow.isAtRest(run)) {
            say(terminal.paint(Tone.QUIET, "goes on"));
        }
    }

    /** One that was just asked for has no reason yet, and waits for nothing. */
    private boolean waits() {
        return switch (state()) {
            case "REQUESTED" -> !text(run, "reason").isEmpty();
            case "WAITING", "ROLLBACK_WAITING" -> true;
            default -> false;
        };
    }

    private void tellSteps(String phase) {
        StreamSupport.stream(run.path("steps").spliterator(), false)
                .filter(step -> phase.equals(text(step, "phase")))
                .sorted(AS_THEY_END)
                .forEach(this::tell);
    }

    private void tell(JsonNode step) {
        String state = text(step, "state");
        String key = text(step, "phase") + ' ' + text(step, "path") + '[' + text(step, "iteration") + ']';
        if ("STARTED".equals(state) || !told.add(key + text(step, "attempt") + state)) {
            return;
        }
        String taken = Times.taken(step);
        say(mark(state) + " " + name(step) + (taken.isEmpty() ? "" : "  " + terminal.paint(Tone.QUIET, taken)));
        if (step.hasNonNull("failure")) {
            String failure = Plain.block(step.get("failure").asText(), "         ");
            say(terminal.paint("FAILED".equals(state) ? Tone.BAD : Tone.QUIET, failure));
        }
    }

    private String name(JsonNode step) {
        String iteration = text(step, "iteration");
        return text(step, "path")
                + (iteration.isEmpty() ? "" : "[" + iteration + "]")
                + ("ROLLBACK".equals(text(step, "phase")) ? terminal.paint(Tone.QUIET, " (rollback)") : "")
                + (step.path("attempt").asInt(1) > 1
                        ? terminal.paint(
                                Tone.QUIET, " (attempt " + step.path("attempt").asInt() + ")")
                        : "");
    }

    private String mark(String state) {
        String word =
                switch (state) {
                    case "FINISHED" -> terminal.interactive() && terminal.unicode() ? "✓ " : "finished";
                    case "FAILED" -> terminal.interactive() && terminal.unicode() ? "✗ " : "FAILED  ";
                    default -> terminal.interactive() && terminal.unicode() ? "– " : "skipped ";
                };
        return terminal.paint(Tone.of(state), word);
    }

    private String bar() {
        int done = 0;
        String current = "";
        boolean back = undoes();
        for (JsonNode step : run.path("steps")) {
            boolean thisPhase = back == "ROLLBACK".equals(text(step, "phase"));
            if (thisPhase && "STARTED".equals(text(step, "state"))) {
                current = text(step, "path");
            } else if (thisPhase) {
                done++;
            }
        }
        int total = back ? 0 : Math.max(planned, done);
        int filled = total == 0 ? 0 : BAR * done / total;
        String drawing = (terminal.unicode() ? "━" : "#").repeat(filled);
        String rest = (terminal.unicode() ? "─" : "-").repeat(BAR - filled);
        String words = (total == 0 ? state() : done + "/" + total) + after(current, "  ") + "  " + elapsed();
        int room = Math.max(0, terminal.columns() - BAR - 3);
        return terminal.paint(Tone.of(state()), drawing)
                + terminal.paint(Tone.QUIET, rest)
                + " "
                + words.substring(0, Math.min(room, words.length()));
    }

    private String elapsed() {
        return Times.instant(run, "startedAt")
                .map(start -> Times.words(Duration.between(start, clock.instant())))
                .orElse("waiting to start");
    }

    private void say(String line) {
        clear();
        terminal.out().println(line);
    }

    private void clear() {
        if (drawn) {
            terminal.out().print("\r\u001b[2K");
            terminal.out().flush();
            drawn = false;
        }
    }

    private boolean undoes() {
        return "ROLLING_BACK".equals(state()) || "ROLLBACK_WAITING".equals(state());
    }

    private String state() {
        return text(run, "state");
    }

    private static String after(String text, String before) {
        return text.isEmpty() ? "" : before + text;
    }

    private static String text(JsonNode node, String field) {
        return node.hasNonNull(field) ? Plain.line(node.get(field).asText()) : "";
    }
}
