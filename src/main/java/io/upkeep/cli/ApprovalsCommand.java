package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code upkeep approvals}: what waits for a yes, with the whole plan. */
@Command(
        name = "approvals",
        description = "Lists the runs that wait for an approval, each with its plan and who can give it.",
        mixinStandardHelpOptions = true)
final class ApprovalsCommand implements Runnable {

    @ParentCommand
    private UpkeepCommand upkeep;

    @Option(names = "--json", description = "Print the server's answer as JSON.")
    private boolean json;

    @Override
    public void run() {
        JsonNode waiting = upkeep.server().get("api/approvals");
        if (json) {
            Printed.json(upkeep.terminal(), waiting);
            return;
        }
        if (waiting.isEmpty()) {
            upkeep.terminal().out().println("nothing waits for an approval");
            return;
        }
        boolean first = true;
        for (JsonNode approval : waiting) {
            if (!first) {
                upkeep.terminal().out().println();
            }
            first = false;
            ApprovalPage.print(upkeep.terminal(), approval);
        }
        upkeep.terminal()
                .out()
                .println("\nnext: upkeep approve " + Plain.line(text(waiting.get(0), "run")) + " | upkeep reject "
                        + Plain.line(text(waiting.get(0), "run")) + " --reason \"…\"");
    }
}
