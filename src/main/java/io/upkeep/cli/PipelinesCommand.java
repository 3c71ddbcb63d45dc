package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.upkeep.cli.Terminal.Tone;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code upkeep pipelines}: what can be run. */
@Command(
        name = "pipelines",
        description = "Lists the pipelines with their inputs, timers and last run.",
        mixinStandardHelpOptions = true)
final class PipelinesCommand implements Runnable {

    @ParentCommand
    private UpkeepCommand upkeep;

    @Option(names = "--json", description = "Print the server's answer as JSON.")
    private boolean json;

    @Override
    public void run() {
        Terminal terminal = upkeep.terminal();
        JsonNode pipelines = upkeep.server().get("api/pipelines");
        if (json) {
            Printed.json(terminal, pipelines);
            return;
        }
        if (pipelines.isEmpty()) {
            terminal.out().println("no pipelines: write one under routes/pipelines (routes/README.md shows how)");
        }
        for (JsonNode pipeline : pipelines) {
            print(terminal, pipeline);
        }
    }

    private static void print(Terminal terminal, JsonNode pipeline) {
        terminal.out().println(terminal.paint(Tone.STRONG, Plain.line(text(pipeline, "name"))));
        field(terminal, "", text(pipeline, "description"));
        for (JsonNode input : pipeline.path("inputs")) {
            field(terminal, "input", input(input));
        }
        for (JsonNode timer : pipeline.path("timers")) {
            String words = text(timer, "words").isEmpty() ? text(timer, "cron") : text(timer, "words");
            String next = Times.local(timer, "next");
            field(terminal, "timer", words + (next.isEmpty() ? "" : ", next " + next));
        }
        JsonNode last = pipeline.path("lastRun");
        if (last.hasNonNull("state")) {
            String state = Plain.line(text(last, "state"));
            terminal.out()
                    .println("  last      " + terminal.paint(Tone.of(state), state) + " "
                            + Times.local(last, "requestedAt"));
        }
    }

    private static String input(JsonNode input) {
        StringBuilder words =
                new StringBuilder(text(input, "name")).append(" (").append(text(input, "type"));
        if (!input.path("choices").isEmpty()) {
            words.append(':');
            input.get("choices").forEach(choice -> words.append(' ').append(choice.asText()));
        }
        words.append(')');
        if (input.path("required").asBoolean()) {
            words.append(", required");
        }
        return text(input, "default").isEmpty()
                ? words.toString()
                : words.append(", default ").append(text(input, "default")).toString();
    }

    private static void field(Terminal terminal, String name, String value) {
        if (!value.isBlank()) {
            String label = name.isEmpty() ? "  " : String.format("  %-10s", name);
            terminal.out().println(label + Plain.line(value));
        }
    }
}
