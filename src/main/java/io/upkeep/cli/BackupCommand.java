package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code upkeep backup …}: the catalogue, what is not as promised, what of it stays. */
@Command(
        name = "backup",
        description = "Lists backups, shows one, proves one, says what is wrong and what stays.",
        mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {

    private static final int FEW = 20;

    @ParentCommand
    private UpkeepCommand upkeep;

    /** What there is, for who says no more. */
    @Override
    public Integer call() {
        return list(FEW, false);
    }

    @Command(name = "list", description = "Lists the newest backups.", mixinStandardHelpOptions = true)
    int list(
            @Option(names = "--limit", defaultValue = "20", description = "How many; 20.") int limit,
            @Option(names = "--json", description = "Print the server's answer as JSON.") boolean json) {
        JsonNode backups = upkeep.server().get("api/backups?limit=" + limit);
        if (json) {
            Printed.json(upkeep.terminal(), backups);
            return ExitCode.OK;
        }
        if (backups.isEmpty()) {
            upkeep.terminal().out().println("no backup was taken yet; upkeep run back-up-database --follow takes one");
            return ExitCode.OK;
        }
        Table table = new Table(2, "ID", "SERIES", "STATE", "TAKEN", "SIZE", "PROVEN", "REASON");
        for (JsonNode backup : backups) {
            table.row(
                    text(backup, "id"),
                    text(backup, "series"),
                    text(backup, "state"),
                    Times.local(backup, "createdAt"),
                    Printed.bytes(backup, "bytes"),
                    backup.hasNonNull("proof") ? Times.local(backup.get("proof"), "at") : "",
                    text(backup, "reason"));
        }
        table.print(upkeep.terminal());
        return ExitCode.OK;
    }

    @Command(name = "show", description = "Shows one backup.", mixinStandardHelpOptions = true)
    int show(
            @Parameters(paramLabel = "ID", description = "upkeep backup list shows them.") String id,
            @Option(names = "--json", description = "Print the server's answer as JSON.") boolean json) {
        JsonNode backup = upkeep.server().get("api/backups/" + Server.part(id));
        if (json) {
            Printed.json(upkeep.terminal(), backup);
        } else {
            BackupPage.print(upkeep.terminal(), backup);
        }
        return ExitCode.OK;
    }

    @Command(
            name = "problems",
            description = "Says what is not as promised; exits 1 then.",
            mixinStandardHelpOptions = true)
    int problems() {
        JsonNode problems = upkeep.server().get("api/backups/problems");
        problems.forEach(problem -> upkeep.terminal().out().println(Plain.line(text(problem, "sentence"))));
        if (problems.isEmpty()) {
            upkeep.terminal().out().println("everything that is promised is kept");
        }
        return problems.isEmpty() ? ExitCode.OK : ExitCode.RUN_NOT_SUCCEEDED;
    }

    @Command(
            name = "retention",
            description = "Says of each stored backup why it stays or goes.",
            mixinStandardHelpOptions = true)
    int retention() {
        Table table = new Table(1, "BACKUP", "WHAT", "SERIES", "WHY");
        for (Map.Entry<String, JsonNode> series :
                upkeep.server().get("api/backups/retention").properties()) {
            for (JsonNode verdict : series.getValue()) {
                StringBuilder why = new StringBuilder();
                verdict.path("reasons")
                        .forEach(reason -> why.append(why.isEmpty() ? "" : ", ").append(reason.asText()));
                table.row(
                        text(verdict, "id"),
                        verdict.path("stays").asBoolean() ? "stays" : "goes",
                        series.getKey(),
                        why.toString());
            }
        }
        table.print(upkeep.terminal());
        return ExitCode.OK;
    }

    @Command(
            name = "verify",
            description = "Restores a backup into a server to throw away.",
            mixinStandardHelpOptions = true)
    int verify(@Parameters(paramLabel = "ID", description = "upkeep backup list shows them.") String id)
            throws InterruptedException {
        Server server = upkeep.server();
        JsonNode accepted = server.post(
                "api/pipelines/verify-backups/runs", Order.of(List.of("only=" + server.id("api/backups", id))));
        return new Following(upkeep, server, false).untilAtRest(text(accepted, "id"), "verify-backups");
    }
}
