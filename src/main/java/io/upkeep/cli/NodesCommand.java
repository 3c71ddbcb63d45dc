package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code upkeep nodes}: who works on runs. */
@Command(
        name = "nodes",
        description = "Lists the nodes and how many runs each works on, of how many it can.",
        mixinStandardHelpOptions = true)
final class NodesCommand implements Callable<Integer> {

    @ParentCommand
    private UpkeepCommand upkeep;

    @Option(names = "--json", description = "Print the server's answer as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        JsonNode system = upkeep.server().get("api/nodes");
        if (json) {
            Printed.json(upkeep.terminal(), system);
            return ExitCode.OK;
        }
        JsonNode paused = system.path("paused");
        if (paused.hasNonNull("by")) {
            upkeep.terminal()
                    .out()
                    .println("everything is paused by " + Plain.line(text(paused, "by")) + " since "
                            + Times.local(paused, "since") + ": " + Plain.line(text(paused, "reason")));
        }
        Table table = new Table(1, "NODE", "STATE", "ADDRESS", "RUNS", "OF", "SINCE", "PAUSED BY");
        for (JsonNode node : system.path("nodes")) {
            table.row(
                    text(node, "name"),
                    node.hasNonNull("pausedBy") ? "PAUSED" : "WORKING",
                    text(node, "address"),
                    String.valueOf(node.path("runs").size()),
                    text(node, "workers"),
                    Times.local(node, "startedAt"),
                    text(node, "pausedBy"));
        }
        table.print(upkeep.terminal());
        return ExitCode.OK;
    }
}
