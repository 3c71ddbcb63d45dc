package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code upkeep logs}: what was done with the logs of hosts. */
@Command(
        name = "logs",
        description = "Lists what was done with the logs of hosts, and what that freed.",
        mixinStandardHelpOptions = true)
final class LogsCommand implements java.util.concurrent.Callable<Integer> {

    @ParentCommand
    private UpkeepCommand upkeep;

    @Option(names = "--limit", defaultValue = "10", description = "How many runs; 10.")
    private int limit;

    @Option(names = "--json", description = "Print the server's answer as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        JsonNode reports = upkeep.server().get("api/logs?limit=" + limit);
        if (json) {
            Printed.json(upkeep.terminal(), reports);
            return ExitCode.OK;
        }
        if (reports.isEmpty()) {
            upkeep.terminal().out().println("no logs were managed yet; upkeep run manage-logs --follow does it now");
            return ExitCode.OK;
        }
        Table table = new Table(
                2, "WHEN", "HOST", "ROTATED", "FREED", "COMPRESSED", "FREED", "DELETED", "FREED", "EMPTY", "RUN");
        for (JsonNode report : reports) {
            table.row(
                    Times.local(report, "recordedAt"),
                    text(report, "host"),
                    text(report, "rotated"),
                    text(report, "rotatedBytes"),
                    text(report, "compressed"),
                    text(report, "compressedBytes"),
                    text(report, "removed"),
                    text(report, "removedBytes"),
                    text(report, "emptied"),
                    text(report, "run"));
        }
        table.print(upkeep.terminal());
        for (JsonNode report : reports) {
            if (report.path("atLeast").asBoolean()) {
                upkeep.terminal()
                        .out()
                        .printf(
                                "%s: its work was cut off, so that it did at least as much; upkeep runs show %s tells why%n",
                                text(report, "host"), text(report, "run"));
            }
        }
        return ExitCode.OK;
    }
}
