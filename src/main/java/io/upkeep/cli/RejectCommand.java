package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code upkeep reject RUN --reason …}: says no, so that the run never starts. */
@Command(
        name = "reject",
        description = "Says no to a run that waits for an approval: it never starts.",
        mixinStandardHelpOptions = true)
final class RejectCommand implements Callable<Integer> {

    @ParentCommand
    private UpkeepCommand upkeep;

    @Parameters(paramLabel = "RUN", description = "The run's id.")
    private String run;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why; told to who asked for it.")
    private String reason;

    @Override
    public Integer call() {
        JsonNode after = upkeep.server()
                .post(
                        "api/runs/" + Server.part(run) + "/reject",
                        JsonNodeFactory.instance.objectNode().put("reason", reason));
        upkeep.terminal()
                .out()
                .println("run " + Plain.line(run) + " of " + Plain.line(text(after, "pipeline")) + " is rejected");
        return ExitCode.OK;
    }
}
