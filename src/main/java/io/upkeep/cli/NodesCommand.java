package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code upkeep nodes}: who works on runs. */
@Command(name = "nodes", description = "Lists the nodes and how many runs each holds.", mixinStandardHelpOptions = true)
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
        if (!system.path("paused").isNull()) {
            upkeep.terminal().out().println("everything is paused by " + Plain.line(text(system, "paused")));
        }
        Table table = new Table(0, "NODE", "ADDRESS", "RUNS", "WORKERS", "SINCE", "PAUSED BY");
        for (JsonNode node : system.path("nodes")) {
            table.row(
                    text(node, "name"),
                    text(node, "address"),
                    text(node, "runs"),
                    text(node, "workers"),
                    Times.local(node, "startedAt"),
                    text(node, "pausedBy"));
        }
        table.print(upkeep.terminal());
        return ExitCode.OK;
    }
}
