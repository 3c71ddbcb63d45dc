package io.upkeep.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code upkeep restore ID --to PLACE}: asks for the run that restores a backup. */
@Command(
        name = "restore",
        description = "Restores a backup to a place; never over what is there, unless told so.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: upkeep restore 4f0c… --to database/virtual_queue_copy --follow"})
final class RestoreCommand implements Callable<Integer> {

    @ParentCommand
    private UpkeepCommand upkeep;

    @Parameters(index = "0", paramLabel = "ID", description = "The backup; upkeep backup list shows them.")
    private String id;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "PLACE",
            description = "TARGET/DATABASE: a database on that target's server; files: a directory below"
                    + " upkeep.backup.restored.")
    private String to;

    @Option(names = "--replace", description = "What is there may be put aside under another name.")
    private boolean replace;

    @Option(
            names = {"-f", "--follow"},
            description = "Show the steps as they finish; exit 0 only when the run SUCCEEDED.")
    private boolean follow;

    @Override
    public Integer call() throws InterruptedException {
        Server server = upkeep.server();
        JsonNode backup = server.get("api/backups/" + Server.part(id));
        String pipeline = "database".equals(Printed.text(backup, "series")) ? "restore-database" : "restore-files";
        JsonNode accepted = server.post(
                "api/pipelines/" + pipeline + "/runs",
                Order.of(List.of("backup=" + id, "to=" + to, "replace=" + replace)));
        String run = Printed.text(accepted, "id");
        upkeep.terminal().out().println("run " + Plain.line(run) + " of " + pipeline + " requested");
        return follow ? new Following(upkeep, server).untilAtRest(run, pipeline) : ExitCode.OK;
    }
}
