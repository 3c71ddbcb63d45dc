package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code upkeep incidents …}: what needs a person. */
@Command(
        name = "incidents",
        description = "Lists incidents, shows one, acknowledges and resolves it, finds out why.",
        mixinStandardHelpOptions = true)
final class IncidentsCommand implements Callable<Integer> {

    @ParentCommand
    private UpkeepCommand upkeep;

    /** What there is, for who says no more. */
    @Override
    public Integer call() {
        return list(false, false);
    }

    @Command(name = "list", description = "Lists what is not resolved.", mixinStandardHelpOptions = true)
    int list(
            @Option(names = "--all", description = "What is resolved, too.") boolean all,
            @Option(names = "--json", description = "Print the server's answer as JSON.") boolean json) {
        JsonNode incidents = upkeep.server().get("api/incidents?all=" + all);
        if (json) {
            Printed.json(upkeep.terminal(), incidents);
            return ExitCode.OK;
        }
        if (incidents.isEmpty()) {
            upkeep.terminal().out().println("no incidents");
            return ExitCode.OK;
        }
        Table table = new Table(2, "ID", "STATE", "LEVEL", "OPENED", "TIMES", "WHAT");
        for (JsonNode incident : incidents) {
            table.row(
                    text(incident, "id"),
                    text(incident, "state"),
                    text(incident, "level"),
                    Times.local(incident, "openedAt"),
                    text(incident, "occurrences"),
                    text(incident, "title"));
        }
        table.print(upkeep.terminal());
        return ExitCode.OK;
    }

    @Command(name = "show", description = "Shows one with its timeline.", mixinStandardHelpOptions = true)
    int show(
            @Parameters(paramLabel = "ID", description = "The incident's id.") String id,
            @Option(names = "--json", description = "Print the server's answer as JSON.") boolean json) {
        JsonNode view = upkeep.server().get("api/incidents/" + Server.part(id));
        if (json) {
            Printed.json(upkeep.terminal(), view);
            return ExitCode.OK;
        }
        JsonNode incident = view.path("incident");
        line("%s (%s)".formatted(text(incident, "title"), text(incident, "state")));
        for (JsonNode entry : view.path("timeline")) {
            line("%s  %s  %s".formatted(Times.local(entry, "at"), text(entry, "what"), text(entry, "by")));
            if (!text(entry, "text").isEmpty()) {
                upkeep.terminal().out().println(Plain.block(text(entry, "text"), "    "));
            }
        }
        return ExitCode.OK;
    }

    @Command(name = "acknowledge", description = "Says that you have taken it up.", mixinStandardHelpOptions = true)
    int acknowledge(
            @Parameters(paramLabel = "ID", description = "The incident's id.") String id,
            @Option(names = "--text", defaultValue = "", description = "What you will do.") String words) {
        return move(id, "acknowledge", words);
    }

    @Command(name = "note", description = "Adds to the timeline.", mixinStandardHelpOptions = true)
    int note(
            @Parameters(paramLabel = "ID", description = "The incident's id.") String id,
            @Option(names = "--text", required = true, description = "What was seen or done.") String words) {
        return move(id, "notes", words);
    }

    @Command(name = "resolve", description = "Ends it.", mixinStandardHelpOptions = true)
    int resolve(
            @Parameters(paramLabel = "ID", description = "The incident's id.") String id,
            @Option(names = "--text", required = true, description = "What it was and what ended it.") String words) {
        return move(id, "resolve", words);
    }

    @Command(
            name = "troubleshoot",
            description = "Asks for a run that finds out why, and does what is safe about it.",
            mixinStandardHelpOptions = true)
    int troubleshoot(
            @Parameters(paramLabel = "ID", description = "The incident's id.") String id,
            @Option(names = "--type", description = "service_failure, update_failure, …; guessed without.") String type,
            @Option(names = "--text", defaultValue = "", description = "What you know of it.") String words) {
        JsonNode answer = upkeep.server()
                .post(
                        "api/incidents/" + Server.part(id) + "/troubleshoot",
                        JsonNodeFactory.instance.objectNode().put("type", type).put("text", words));
        line("run %s looks into it; upkeep runs show %s --follow".formatted(text(answer, "run"), text(answer, "run")));
        return ExitCode.OK;
    }

    private int move(String id, String verb, String words) {
        JsonNode answer = upkeep.server()
                .post(
                        "api/incidents/" + Server.part(id) + "/" + verb,
                        JsonNodeFactory.instance.objectNode().put("text", words));
        JsonNode incident = answer.has("incident") ? answer.path("incident") : answer;
        line("incident %s is %s".formatted(text(incident, "id"), text(incident, "state")));
        return ExitCode.OK;
    }

    private void line(String words) {
        upkeep.terminal().out().println(Plain.line(words));
    }
}
