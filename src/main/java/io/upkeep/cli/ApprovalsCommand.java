package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code upkeep approvals}: what waits for a yes, with the whole plan. */
@Command(
        name = "approvals",
        description = "Lists what waits for an approval: runs, each with its plan and who can give it, and windows.",
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
        List<JsonNode> windows = proposed(upkeep.server().get("api/windows"));
        if (waiting.isEmpty() && windows.isEmpty()) {
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
        if (!waiting.isEmpty()) {
            next("upkeep approve " + text(waiting.get(0), "run") + " | upkeep reject " + text(waiting.get(0), "run")
                    + " --reason \"…\"");
        }
        if (!windows.isEmpty()) {
            print(windows, !first);
        }
    }

    private void next(String command) {
        upkeep.terminal().out().println("\nnext: " + Plain.line(command));
    }

    private static List<JsonNode> proposed(JsonNode windows) {
        return StreamSupport.stream(windows.path("occurrences").spliterator(), false)
                .filter(window -> text(window, "state").equals("PROPOSED"))
                .toList();
    }

    private void print(List<JsonNode> windows, boolean isApart) {
        if (isApart) {
            upkeep.terminal().out().println();
        }
        for (JsonNode window : windows) {
            String zone = text(window, "zone");
            upkeep.terminal()
                    .out()
                    .println(Plain.line("window %s  %s  %s to %s %s, proposed by %s: %s"
                            .formatted(
                                    text(window, "window"),
                                    text(window, "id"),
                                    Times.inZone(window, "opens", zone),
                                    Times.inZone(window, "closes", zone),
                                    zone,
                                    text(window, "proposedBy"),
                                    text(window, "reason"))));
        }
        next("upkeep window approve " + text(windows.get(0), "id") + " (anybody but who proposed it)");
    }
}
