package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;

import com.fasterxml.jackson.databind.JsonNode;
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
        footer = {"", "Example: upkeep plan deploy-configuration version=1.1.0"})
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

    @Override
    public Integer call() {
        JsonNode plan = upkeep.server().post("api/pipelines/" + Server.part(pipeline) + "/plan", Order.of(inputs));
        if (json) {
            Printed.json(upkeep.terminal(), plan);
            return ExitCode.OK;
        }
        PrintStream out = upkeep.terminal().out();
        out.println("plan of " + Plain.line(text(plan, "pipeline")) + ": " + Plain.line(text(plan, "admission")));
        out.println("  impact    " + Plain.line(text(plan, "impact")));
        out.println("  window    " + Plain.line(text(plan, "window")));
        out.println("  approval  " + names(plan.path("approval"), "none"));
        out.println("  targets   " + names(plan.path("targets"), "none"));
        out.println("  locks     " + names(plan.path("locks"), "none"));
        print("steps", plan.path("steps"));
        print("if it fails", plan.path("rollback"));
        out.println("plan " + Plain.line(text(plan, "hash")) + "; nothing was changed");
        return ExitCode.OK;
    }

    private void print(String heading, JsonNode steps) {
        if (steps.isEmpty()) {
            return;
        }
        PrintStream out = upkeep.terminal().out();
        out.println(heading);
        for (JsonNode step : steps) {
            String outcome = step.path("outcome").isNull() ? "" : ": " + text(step, "outcome");
            out.println("  " + Plain.line(text(step, "path"))
                    + (step.path("readOnly").asBoolean() ? "  (reads only" + Plain.line(outcome) + ")" : ""));
            for (JsonNode call : step.path("calls")) {
                String hosts = call.path("hosts").isEmpty() ? "" : "  on " + names(call.path("hosts"), "");
                out.println("    " + Plain.line(text(call, "endpoint")) + hosts);
                if (scripts && !call.path("script").isNull()) {
                    out.println(Plain.block(text(call, "script"), "      | "));
                }
            }
        }
    }

    private static String names(JsonNode list, String none) {
        String names = StreamSupport.stream(list.spliterator(), false)
                .map(name -> Plain.line(name.asText()))
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? none : names;
    }
}
