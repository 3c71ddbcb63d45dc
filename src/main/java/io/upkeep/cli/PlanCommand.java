package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;
import static io.upkeep.cli.Printed.words;

import com.fasterxml.jackson.databind.JsonNode;
import io.upkeep.cli.Terminal.Tone;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code upkeep plan NAME key=value…}: what a run would do, without doing it. */
@Command(
        name = "plan",
        description =
                "Shows what a run would do: steps, hosts, commands, window, approvals, locks. Executes only steps that"
                        + " are declared read-only.",
        mixinStandardHelpOptions = true,
        footer = {"", "Exits 1 when a read-only step failed.", "Example: upkeep plan deploy-configuration version=1.1.0"
        })
final class PlanCommand implements Callable<Integer> {

    @ParentCommand
    private UpkeepCommand upkeep;

    @Parameters(index = "0", paramLabel = "NAME", description = "The pipeline.")
    private String pipeline;

    @Parameters(index = "1..*", paramLabel = "key=value", description = "Its inputs.")
    private List<String> inputs = new ArrayList<>();

    @Option(names = "--scripts", description = "Show the scripts that would run on the hosts, too.")
    private boolean scripts;

    @Option(names = "--json", description = "Print the server's answer as JSON.")
    private boolean json;

    PlanCommand() {}

    /** What {@code upkeep run --dry-run} asks for. */
    PlanCommand(UpkeepCommand upkeep, String pipeline, List<String> inputs) {
        this.upkeep = upkeep;
        this.pipeline = pipeline;
        this.inputs = inputs;
    }

    @Override
    public Integer call() {
        JsonNode plan = upkeep.server().post("api/pipelines/" + Server.part(pipeline) + "/plan", Order.of(inputs));
        if (json) {
            Printed.json(upkeep.terminal(), plan);
            return ExitCode.OK;
        }
        PrintStream out = upkeep.terminal().out();
        out.println("plan of " + Plain.line(text(plan, "pipeline")) + ": "
                + (plan.path("waits").isEmpty() ? Plain.line(text(plan, "admission")) : "would wait"));
        for (JsonNode obstacle : plan.path("waits")) {
            String until = Times.local(obstacle, "until");
            out.println("  because   " + Plain.line(words(obstacle, "reason"))
                    + (until.isEmpty() ? "" : " (" + until + ")"));
        }
        out.println("  inputs    " + inputs(plan.path("parameters")));
        out.println("  impact    " + Plain.line(text(plan, "impact")));
        out.println("  window    " + Plain.line(text(plan, "window")));
        out.println("  approval  " + names(plan.path("approval"), "none"));
        out.println("  targets   " + names(plan.path("targets"), "none"));
        out.println("  locks     " + names(plan.path("locks"), "none"));
        print("steps", plan.path("steps"));
        print("if it fails", plan.path("rollback"));
        out.println("plan " + Plain.line(text(plan, "hash")) + "; nothing was changed, nothing asked for");
        return failed(plan.path("steps")) ? ExitCode.RUN_NOT_SUCCEEDED : ExitCode.OK;
    }

    private static boolean failed(JsonNode steps) {
        return StreamSupport.stream(steps.spliterator(), false)
                .map(step -> text(step, "outcome"))
                .anyMatch(outcome -> !outcome.isEmpty() && !outcome.equals("ok"));
    }

    private static String inputs(JsonNode parameters) {
        String inputs = parameters.properties().stream()
                .map(input -> Plain.line(input.getKey() + "=" + input.getValue().asText()))
                .collect(Collectors.joining(", "));
        return inputs.isEmpty() ? "none" : inputs;
    }

    private void print(String heading, JsonNode steps) {
        if (steps.isEmpty()) {
            return;
        }
        PrintStream out = upkeep.terminal().out();
        out.println(heading);
        for (JsonNode step : steps) {
            out.println("  " + Plain.line(text(step, "path")) + outcome(step));
            if (step.hasNonNull("says")) {
                out.println(Plain.block(text(step, "says"), "    > "));
            }
            for (JsonNode call : step.path("calls")) {
                String hosts = call.path("hosts").isEmpty() ? "" : "  on " + names(call.path("hosts"), "");
                out.println("    " + Plain.line(text(call, "endpoint")) + hosts);
                if (scripts && !call.path("script").isNull()) {
                    out.println(Plain.block(text(call, "script"), "      | "));
                }
            }
        }
    }

    /** What came of a step that changes nothing and was therefore executed. */
    private String outcome(JsonNode step) {
        if (!step.path("readOnly").asBoolean()) {
            return "";
        }
        String outcome = Plain.line(text(step, "outcome"));
        Tone tone = outcome.isEmpty() ? Tone.QUIET : outcome.equals("ok") ? Tone.GOOD : Tone.BAD;
        return "  " + upkeep.terminal().paint(tone, "(reads only" + (outcome.isEmpty() ? "" : ": " + outcome) + ")");
    }

    private static String names(JsonNode list, String none) {
        String names = StreamSupport.stream(list.spliterator(), false)
                .map(name -> Plain.line(name.asText()))
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? none : names;
    }
}
