package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;
import static io.upkeep.cli.Printed.words;

import com.fasterxml.jackson.databind.JsonNode;
import io.upkeep.cli.Terminal.Tone;
import java.util.Locale;
import java.util.Set;

/** One run in full, for {@code upkeep runs show}. */
final class RunPage {

    private static final Set<String> FOR_A_PERSON = Set.of("PAUSED", "NEEDS_ATTENTION", "ROLLBACK_FAILED");

    private RunPage() {}

    /** Whether it rests until somebody decides: it is not over. */
    private static boolean isForAPerson(JsonNode run) {
        return FOR_A_PERSON.contains(text(run, "state"));
    }

    /** How long it took; empty text while it is not over. */
    static String taken(JsonNode run) {
        return isForAPerson(run) ? "" : Times.taken(run);
    }

    static void print(Terminal terminal, JsonNode run) {
        String state = Plain.line(text(run, "state"));
        field(terminal, "run", text(run, "id"));
        field(terminal, "pipeline", text(run, "pipeline"));
        terminal.out().println(label("state") + terminal.paint(Tone.of(state), state));
        run.path("parameters")
                .properties()
                .forEach(p ->
                        field(terminal, "input", p.getKey() + "=" + p.getValue().asText()));
        field(terminal, "by", text(run, "requestedBy"));
        field(terminal, "requested", Times.local(run, "requestedAt"));
        field(terminal, "started", Times.local(run, "startedAt"));
        field(terminal, isForAPerson(run) ? "resting" : "finished", Times.local(run, "finishedAt"));
        field(terminal, "took", taken(run));
        field(terminal, "failed at", text(run, "failedStep"));
        field(terminal, "failure", words(run, "failure"));
        field(terminal, "reason", words(run, "reason"));
        field(
                terminal,
                "waits for",
                text(run, "waitsFor").toLowerCase(Locale.ROOT).replace('_', ' '));
        field(terminal, "until", Times.untilBesides(text(run, "reason"), run));
        field(terminal, "asked", text(run, "asked").toLowerCase(Locale.ROOT).replace('_', ' '));
        field(terminal, "child of", text(run, "parent"));
        if (!run.path("steps").isEmpty()) {
            terminal.out().println();
            steps(run).print(terminal);
        }
    }

    private static Table steps(JsonNode run) {
        Table table = new Table(1, "STEP", "STATE", "PHASE", "ATTEMPT", "STARTED", "TOOK", "FAILURE");
        for (JsonNode step : run.path("steps")) {
            String iteration = text(step, "iteration");
            table.row(
                    text(step, "path") + (iteration.isEmpty() ? "" : "[" + iteration + "]"),
                    text(step, "state"),
                    text(step, "phase"),
                    text(step, "attempt"),
                    Times.local(step, "startedAt"),
                    Times.taken(step),
                    words(step, "failure"));
        }
        return table;
    }

    private static void field(Terminal terminal, String name, String value) {
        if (!value.isEmpty()) {
            terminal.out().println(label(name) + Plain.line(value));
        }
    }

    private static String label(String name) {
        return String.format("%-11s", name);
    }
}
