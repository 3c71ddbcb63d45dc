package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code upkeep report …}: what happened, for those who answer for it. */
@Command(
        name = "report",
        description = "Lists and shows reports, makes one, and reports break-glass starts.",
        subcommands = BreakGlassReport.class,
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

    @ParentCommand
    private UpkeepCommand upkeep;

    /** What there is, for who says no more. */
    @Override
    public Integer call() {
        return list(false);
    }

    UpkeepCommand upkeep() {
        return upkeep;
    }

    @Command(name = "list", description = "Lists the newest reports.", mixinStandardHelpOptions = true)
    int list(@Option(names = "--json", description = "Print the server's answer as JSON.") boolean json) {
        JsonNode reports = upkeep.server().get("api/reports");
        if (json) {
            Printed.json(upkeep.terminal(), reports);
            return ExitCode.OK;
        }
        if (reports.isEmpty()) {
            upkeep.terminal().out().println("no reports; make one: upkeep report generate weekly");
            return ExitCode.OK;
        }
        Table table = new Table(-1, "ID", "TYPE", "PERIOD", "REVISION", "MADE");
        for (JsonNode report : reports) {
            table.row(
                    text(report, "id"),
                    text(report, "type"),
                    text(report, "period"),
                    text(report, "revision"),
                    Times.local(report, "createdAt"));
        }
        table.print(upkeep.terminal());
        return ExitCode.OK;
    }

    @Command(name = "show", description = "Shows a report.", mixinStandardHelpOptions = true)
    int show(
            @Parameters(paramLabel = "ID", description = "The report's id.") String id,
            @Option(names = "--json", description = "Print the server's answer as JSON.") boolean json) {
        JsonNode report = upkeep.server().get("api/reports/" + Server.part(id));
        if (json) {
            Printed.json(upkeep.terminal(), report);
            return ExitCode.OK;
        }
        line("%s report %s, revision %s"
                .formatted(text(report, "type"), text(report, "period"), text(report, "revision")));
        KpisCommand.figures(upkeep.terminal(), report.path("figures"));
        for (JsonNode table : report.path("tables")) {
            line("");
            line(text(table, "title") + (table.path("rows").isEmpty() ? ": none" : ""));
            if (!table.path("rows").isEmpty()) {
                table(table);
            }
        }
        return ExitCode.OK;
    }

    @Command(
            name = "generate",
            description = "Asks for a report and sends it to who subscribed.",
            mixinStandardHelpOptions = true)
    int generate(
            @Parameters(paramLabel = "TYPE", description = "weekly, monthly, quarterly or annual.") String type,
            @Parameters(
                            paramLabel = "PERIOD",
                            arity = "0..1",
                            defaultValue = "last",
                            description = "2026-W48, 2026-11, 2026-Q4, 2026, last or current.")
                    String period) {
        ObjectNode order = JsonNodeFactory.instance.objectNode();
        order.putObject("parameters").put("type", type).put("period", period);
        JsonNode run = upkeep.server().post("api/pipelines/report-maintenance/runs", order);
        line("run %s makes it; upkeep runs show %s --follow".formatted(text(run, "id"), text(run, "id")));
        return ExitCode.OK;
    }

    private void table(JsonNode from) {
        Table table = new Table(-1, cells(from.path("columns")));
        from.path("rows").forEach(row -> table.row(cells(row)));
        table.print(upkeep.terminal());
    }

    private static String[] cells(JsonNode row) {
        String[] cells = new String[row.size()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = row.get(i).asText();
        }
        return cells;
    }

    private void line(String words) {
        upkeep.terminal().out().println(Plain.line(words));
    }
}
