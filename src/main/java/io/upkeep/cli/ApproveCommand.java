package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;
import static io.upkeep.cli.Printed.words;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code upkeep approve RUN}: shows the plan and says yes to exactly that. */
@Command(
        name = "approve",
        description = "Says yes to a run that waits for it, and shows what to.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Who says it: $UPKEEP_PERSON, or your login name. upkeep approvals shows the plans beforehand.",
            "Example: upkeep approve 0b0e1d9e-6f4c-4c55-9d4b-0f7c3a3b1c2d --plan 3f2a… --reason \"checked with QA\""
        })
final class ApproveCommand implements Callable<Integer> {

    @ParentCommand
    private UpkeepCommand upkeep;

    @Parameters(paramLabel = "RUN", description = "The run's id.")
    private String run;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept with the yes.")
    private String reason;

    @Option(
            names = "--plan",
            paramLabel = "HASH",
            description = "The plan you looked at; refused when it is another one by now.")
    private String plan;

    @Override
    public Integer call() {
        Server server = upkeep.server();
        String path = "api/runs/" + Server.part(run);
        JsonNode before = server.get(path + "/approval");
        ApprovalPage.print(upkeep.terminal(), before);
        ObjectNode yes = JsonNodeFactory.instance.objectNode();
        yes.put("plan", plan == null ? text(before.path("plan"), "hash") : plan);
        if (reason != null) {
            yes.put("reason", reason);
        }
        JsonNode after = server.post(path + "/approve", yes);
        upkeep.terminal().out().println("\nyou said yes; " + Plain.line(words(after, "reason")));
        return ExitCode.OK;
    }
}
