package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code upkeep updates …}: the records that updates write of what they changed. */
@Command(
        name = "updates",
        description = "Lists the records of updates and shows one: what was changed, by host.",
        mixinStandardHelpOptions = true)
final class UpdatesCommand implements Runnable {

    private static final String TOPIC = "## ";

    @ParentCommand
    private UpkeepCommand upkeep;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do, such as: upkeep updates list");
    }

    @Command(name = "list", description = "Lists the newest records.", mixinStandardHelpOptions = true)
    int list(
            @Option(names = "--limit", defaultValue = "20", description = "How many; 20.") int limit,
            @Option(names = "--json", description = "Print the server's answer as JSON.") boolean json) {
        JsonNode records = upkeep.server().get("api/updates?limit=" + limit);
        if (json) {
            Printed.json(upkeep.terminal(), records);
            return ExitCode.OK;
        }
        if (records.isEmpty()) {
            upkeep.terminal()
                    .out()
                    .println("no update was recorded yet; upkeep plan apply-security-updates says what is pending");
            return ExitCode.OK;
        }
        Table table = new Table(-1, "WHEN", "PIPELINE", "RUN", "CHANGED");
        for (JsonNode update : records) {
            table.row(
                    Times.local(update, "recordedAt"), text(update, "pipeline"), text(update, "run"), changed(update));
        }
        table.print(upkeep.terminal());
        return ExitCode.OK;
    }

    @Command(name = "show", description = "Prints one in Markdown.", mixinStandardHelpOptions = true)
    int show(
            @Parameters(paramLabel = "RUN", description = "The id of the run that updated.") String run,
            @Option(names = "--json", description = "Print the server's answer as JSON.") boolean json) {
        JsonNode update = upkeep.server().get("api/updates/" + Server.part(run));
        if (json) {
            Printed.json(upkeep.terminal(), update);
            return ExitCode.OK;
        }
        upkeep.terminal().out().println("recorded " + Times.local(update, "recordedAt"));
        // indented lines are what hosts said; they stay so
        text(update, "content").lines().forEach(line -> upkeep.terminal().out().println(Plain.printed(line)));
        return ExitCode.OK;
    }

    /** The topics of the record; what hosts said is indented, so that none of it looks like one. */
    private static String changed(JsonNode update) {
        String topics = text(update, "content")
                .lines()
                .filter(line -> line.startsWith(TOPIC))
                .map(line -> line.substring(TOPIC.length()))
                .collect(Collectors.joining(", "));
        return topics.isEmpty() ? "nothing" : topics;
    }
}
