package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code upkeep report break-glass}: the starts that went past admission, and the review of each. */
@Command(
        name = "break-glass",
        description = "Lists break-glass starts, those to be reviewed first.",
        mixinStandardHelpOptions = true)
final class BreakGlassReport implements Runnable {

    @ParentCommand
    private ReportCommand report;

    @Option(names = "--json", description = "Print the server's answer as JSON.")
    private boolean json;

    @Override
    public void run() {
        Terminal terminal = report.upkeep().terminal();
        JsonNode starts = report.upkeep().server().get("api/break-glass");
        if (json) {
            Printed.json(terminal, starts);
            return;
        }
        if (starts.isEmpty()) {
            terminal.out().println("nobody broke the glass");
            return;
        }
        Table table = new Table(2, "RUN", "PIPELINE", "REVIEW", "BY", "WHEN", "PAST", "REASON");
        for (JsonNode start : starts) {
            StringJoiner past = new StringJoiner(",");
            start.path("overrides").forEach(kind -> past.add(kind.asText()));
            table.row(
                    text(start, "run"),
                    text(start, "pipeline"),
                    start.hasNonNull("reviewedBy") ? "by " + text(start, "reviewedBy") : "OPEN",
                    text(start, "person"),
                    Times.local(start, "at"),
                    past.toString(),
                    text(start, "reason"));
        }
        table.print(terminal);
    }

    @Command(
            name = "review",
            description = "Writes the review of a break-glass start; by another person than who did it.",
            mixinStandardHelpOptions = true)
    int review(
            @Parameters(paramLabel = "RUN", description = "The run's id.") String run,
            @Option(names = "--note", paramLabel = "TEXT", required = true, description = "What you found.")
                    String note) {
        JsonNode reviewed = report.upkeep()
                .server()
                .post(
                        "api/break-glass/" + Server.part(run) + "/review",
                        JsonNodeFactory.instance.objectNode().put("note", note));
        report.upkeep()
                .terminal()
                .out()
                .println("the break-glass start of " + Plain.line(text(reviewed, "pipeline")) + " is reviewed by "
                        + Plain.line(text(reviewed, "reviewedBy")));
        return ExitCode.OK;
    }
}
