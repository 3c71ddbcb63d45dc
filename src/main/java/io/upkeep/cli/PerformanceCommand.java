package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code upkeep performance …}: the newest report, trends, bottlenecks, capacity review, plan or optimisation. */
@Command(
        name = "performance",
        description = "Shows how the estate performs, what saturates first and what is full when.",
        mixinStandardHelpOptions = true)
final class PerformanceCommand implements Runnable {

    @ParentCommand
    private UpkeepCommand upkeep;

    @Parameters(
            paramLabel = "WHAT",
            arity = "0..1",
            defaultValue = "report",
            description = "report (default), trends, bottlenecks, capacity, plan or optimisation.")
    private String shown;

    @Option(names = "--json", description = "Print the server's answer as JSON.")
    private boolean json;

    @Override
    public void run() {
        JsonNode document = upkeep.server().get("api/performance/" + Server.part(shown));
        if (json) {
            Printed.json(upkeep.terminal(), document);
            return;
        }
        upkeep.terminal().out().println("%s of %s".formatted(Plain.line(shown), Times.local(document, "createdAt")));
        upkeep.terminal().out().println(Plain.block(text(document, "text"), ""));
    }
}
