package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code upkeep logs}: what was done with the logs of hosts. */
@Command(
        name = "logs",
        description = "Lists what was done with the logs of hosts, and what that freed.",
        mixinStandardHelpOptions = true)
final class LogsCommand implements java.util.concurrent.Callable<Integer> {

    private static final int MOST_NOTES = 5;

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
            if (report.hasNonNull("leftOut")) {
                table.row(
                        Times.local(report, "recordedAt"),
                        text(report, "host"),
                        "left out",
                        "",
                        "",
                        "",
                        "",
                        "",
                        "",
                        text(report, "run"));
                continue;
            }
            table.row(
                    Times.local(report, "recordedAt"),
                    text(report, "host"),
                    text(report, "rotated"),
                    Printed.bytes(report, "rotatedBytes"),
                    text(report, "compressed"),
                    Printed.bytes(report, "compressedBytes"),
                    text(report, "removed"),
                    Printed.bytes(report, "removedBytes"),
                    text(report, "emptied"),
                    text(report, "run"));
        }
        table.print(upkeep.terminal());
        for (JsonNode report : reports) {
            left(report);
            if (report.hasNonNull("leftOut")) {
                upkeep.terminal()
                        .out()
                        .printf(
                                "%s: left out, its logs are as they were: %s%n",
                                Plain.line(text(report, "host")), Plain.line(text(report, "leftOut")));
            }
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

    /** What was left and why; the rest of a long list is in the server's answer. */
    private void left(JsonNode report) {
        List<String> notes =
                text(report, "notes").lines().filter(note -> !note.isBlank()).toList();
        notes.stream()
                .limit(MOST_NOTES)
                .forEach(note -> upkeep.terminal()
                        .out()
                        .printf("%s: left: %s%n", Plain.line(text(report, "host")), Plain.line(note)));
        if (notes.size() > MOST_NOTES) {
            upkeep.terminal()
                    .out()
                    .printf(
                            "%s: left: %d more; upkeep logs --json names them%n",
                            Plain.line(text(report, "host")), notes.size() - MOST_NOTES);
        }
    }
}
