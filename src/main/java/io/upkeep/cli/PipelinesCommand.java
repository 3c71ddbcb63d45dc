package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.upkeep.cli.Terminal.Tone;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code upkeep pipelines}: what can be run, and one of them drawn. */
@Command(
        name = "pipelines",
        description =
                "Lists the pipelines with their inputs, timers, window, approvals and last run; one of them with its steps.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: upkeep pipelines deploy-configuration"})
final class PipelinesCommand implements Runnable {

    @ParentCommand
    private UpkeepCommand upkeep;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            description = "Only this pipeline, with its steps drawn.")
    private String name;

    @Option(names = "--json", description = "Print the server's answer as JSON.")
    private boolean json;

    @Override
    public void run() {
        Terminal terminal = upkeep.terminal();
        String path = name == null ? "api/pipelines" : "api/pipelines/" + Server.part(name);
        JsonNode answer = upkeep.server().get(path);
        if (json) {
            Printed.json(terminal, answer);
        } else if (name == null) {
            list(terminal, answer);
        } else {
            print(terminal, answer);
            StepsDrawing.print(terminal, "steps", answer.path("steps"), answer.path("branches"));
            StepsDrawing.print(terminal, "when one fails", answer.path("rollbackSteps"), answer.path("branches"));
        }
    }

    private static void list(Terminal terminal, JsonNode pipelines) {
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
            String words = text(timer, "words").isEmpty()
                    ? text(timer, "cron") + " " + text(timer, "zone")
                    : text(timer, "words");
            String next = Times.inZone(timer, "next", text(timer, "zone"));
            field(
                    terminal,
                    "timer",
                    words
                            + with(timer.path("inputs"))
                            + (next.isEmpty() ? "" : ", next " + next + " " + text(timer, "zone")));
        }
        String window = text(pipeline, "window");
        field(terminal, "window", window.equals("none") ? "any time" : window);
        field(terminal, "approval", approval(pipeline.path("approval")));
        JsonNode last = pipeline.path("lastRun");
        if (last.hasNonNull("state")) {
            String state = Plain.line(text(last, "state"));
            terminal.out()
                    .println("  last      " + terminal.paint(Tone.of(state), state) + " "
                            + Times.local(last, "requestedAt"));
        }
    }

    /** What a timer asks for: several timers of one pipeline differ in that. */
    private static String with(JsonNode inputs) {
        return inputs.isEmpty()
                ? ""
                : inputs.properties().stream()
                        .map(input -> input.getKey() + "=" + input.getValue().asText())
                        .collect(Collectors.joining(" ", ", with ", ""));
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

    /** Every role must say yes; whoever answers as before this was told says nothing of it. */
    private static String approval(JsonNode roles) {
        if (!roles.isArray()) {
            return "";
        }
        return roles.isEmpty()
                ? "nobody is asked"
                : StreamSupport.stream(roles.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining(", "));
    }

    private static void field(Terminal terminal, String name, String value) {
        if (!value.isBlank()) {
            String label = name.isEmpty() ? "  " : String.format("  %-10s", name);
            terminal.out().println(label + Plain.line(value));
        }
    }
}
