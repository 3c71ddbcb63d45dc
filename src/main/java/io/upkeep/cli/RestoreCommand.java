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

    private static final String TO_HOST = "restore-files-to-host";

    @ParentCommand
    private UpkeepCommand upkeep;

    @Parameters(index = "0", paramLabel = "ID", description = "The backup; upkeep backup list shows them.")
    private String id;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "PLACE",
            description = "TARGET/DATABASE: a database on that target's server; files: a directory below"
                    + " upkeep.backup.restored, or HOST:/DIRECTORY, which is empty or not there.")
    private String to;

    @Option(
            names = "--of",
            paramLabel = "HOST",
            description = "Whose files come to HOST:/DIRECTORY; its own when left out.")
    private String of;

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
        id = Printed.text(backup, "id"); // its beginning was enough
        String pipeline = pipeline(Printed.text(backup, "series"));
        if (pipeline.equals(TO_HOST)) {
            requirePossible(server, pipeline);
        }
        JsonNode accepted = server.post("api/pipelines/" + pipeline + "/runs", Order.of(inputs(pipeline)));
        String run = Printed.text(accepted, "id");
        upkeep.terminal().out().println("run " + Plain.line(run) + " of " + pipeline + " requested");
        return follow ? new Following(upkeep, server, false).untilAtRest(run, pipeline) : ExitCode.OK;
    }

    /** What only the host knows is asked of it before there is a run. */
    private void requirePossible(Server server, String pipeline) {
        for (JsonNode step : server.post("api/pipelines/" + pipeline + "/plan", Order.of(inputs(pipeline)))
                .path("steps")) {
            String outcome = Printed.text(step, "outcome");
            if (!outcome.isEmpty() && !outcome.equals("ok")) {
                throw CommandFailed.invalid("no run was asked for: " + outcome);
            }
        }
    }

    private String pipeline(String series) {
        if (series.equals("database")) {
            return "restore-database";
        }
        return to.contains(":/") ? TO_HOST : "restore-files";
    }

    private List<String> inputs(String pipeline) {
        if (!pipeline.equals(TO_HOST)) {
            return List.of("backup=" + id, "to=" + to, "replace=" + replace);
        }
        String host = to.substring(0, to.indexOf(":/"));
        return List.of(
                "backup=" + id,
                "from=" + (of == null ? host : of),
                "host=" + host,
                "directory=" + to.substring(host.length() + 1));
    }
}
