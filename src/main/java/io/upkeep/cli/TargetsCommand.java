package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code upkeep targets}: what is maintained, and how it is. */
@Command(name = "targets", description = "Lists the targets and their health.", mixinStandardHelpOptions = true)
final class TargetsCommand implements Runnable {

    @ParentCommand
    private UpkeepCommand upkeep;

    @Option(names = "--json", description = "Print the server's answer as JSON.")
    private boolean json;

    @Override
    public void run() {
        JsonNode targets = upkeep.server().get("api/targets");
        if (json) {
            Printed.json(upkeep.terminal(), targets);
            return;
        }
        if (targets.isEmpty()) {
            upkeep.terminal().out().println("no targets: declare them in application.yaml under upkeep.targets");
            return;
        }
        Table table = new Table(2, "TARGET", "KIND", "STATE", "CHECKED", "REASON");
        for (JsonNode target : targets) {
            table.row(
                    text(target, "name"),
                    text(target, "kind"),
                    text(target, "state"),
                    Times.local(target, "checkedAt"),
                    text(target, "reason"));
        }
        table.print(upkeep.terminal());
    }
}
