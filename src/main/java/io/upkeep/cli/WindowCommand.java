package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code upkeep window …}: when maintenance may be, and what people decide about it. */
@Command(
        name = "window",
        description = "Lists maintenance windows, proposes one, decides about one.",
        mixinStandardHelpOptions = true)
final class WindowCommand implements Callable<Integer> {

    @ParentCommand
    private UpkeepCommand upkeep;

    /** What there is, for who says no more. */
    @Override
    public Integer call() {
        return list(false);
    }

    @Command(name = "list", description = "Lists what is open, proposed or to come.", mixinStandardHelpOptions = true)
    int list(@Option(names = "--json", description = "Print the server's answer as JSON.") boolean json) {
        JsonNode windows = upkeep.server().get("api/windows");
        if (json) {
            Printed.json(upkeep.terminal(), windows);
            return ExitCode.OK;
        }
        if (windows.path("occurrences").isEmpty()) {
            upkeep.terminal()
                    .out()
                    .println("no windows: declare them in application.yaml under upkeep.windows, or propose one");
            return ExitCode.OK;
        }
        Table table = new Table(2, "ID", "WINDOW", "STATE", "OPENS", "CLOSES", "ZONE", "REASON");
        for (JsonNode window : windows.get("occurrences")) {
            table.row(
                    text(window, "id"),
                    text(window, "window"),
                    text(window, "state"),
                    Times.inZone(window, "opens", text(window, "zone")),
                    Times.inZone(window, "closes", text(window, "zone")),
                    text(window, "zone"),
                    text(window, "reason"));
        }
        table.print(upkeep.terminal());
        return ExitCode.OK;
    }

    @Command(
            name = "propose",
            description = "Asks for an opening beside the declared ones; another person approves it.",
            mixinStandardHelpOptions = true)
    int propose(
            @Parameters(paramLabel = "WINDOW", description = "A declared window, such as emergency.") String window,
            @Option(
                            names = "--from",
                            required = true,
                            description =
                                    "2026-11-29T02:00 in the window's zone, with an offset, now, or +2h from now.")
                    String from,
            @Option(names = "--until", required = true, description = "The same.") String until,
            @Option(names = "--reason", required = true, description = "Why; told to everybody.") String reason,
            @Option(names = "--pipeline", description = "Only for this one; may be repeated.") List<String> pipelines,
            @Option(names = "--targets", description = "Only for these, such as label:api.") String targets) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("window", window).put("from", from).put("until", until).put("reason", reason);
        FreezeCommand.putNames(body, "pipelines", pipelines);
        if (targets != null) {
            body.put("targets", targets);
        }
        return say(upkeep.server().post("api/windows", body));
    }

    @Command(
            name = "approve",
            description = "Agrees to a window that another person proposed or rescheduled.",
            mixinStandardHelpOptions = true)
    int approve(@Parameters(paramLabel = "ID", description = "The window's id.") String id) {
        return decide(id, "approve", null, null, null);
    }

    @Command(
            name = "start",
            description = "Opens an approved window now, before its time.",
            mixinStandardHelpOptions = true)
    int start(@Parameters(paramLabel = "ID", description = "The window's id.") String id) {
        return decide(id, "start", null, null, null);
    }

    @Command(
            name = "verify",
            description = "Says that the work is done and being verified: nothing new starts.",
            mixinStandardHelpOptions = true)
    int verify(@Parameters(paramLabel = "ID", description = "The window's id.") String id) {
        return decide(id, "verify", null, null, null);
    }

    @Command(name = "complete", description = "Ends a window before its time.", mixinStandardHelpOptions = true)
    int complete(@Parameters(paramLabel = "ID", description = "The window's id.") String id) {
        return decide(id, "complete", null, null, null);
    }

    @Command(name = "cancel", description = "Calls a window off.", mixinStandardHelpOptions = true)
    int cancel(
            @Parameters(paramLabel = "ID", description = "The window's id.") String id,
            @Option(names = "--reason", required = true, description = "Why; told to everybody.") String reason) {
        return decide(id, "cancel", null, null, reason);
    }

    @Command(name = "extend", description = "Lets an open window close later.", mixinStandardHelpOptions = true)
    int extend(
            @Parameters(paramLabel = "ID", description = "The window's id.") String id,
            @Option(names = "--until", required = true, description = "The new end.") String until,
            @Option(names = "--reason", required = true, description = "Why; told to everybody.") String reason) {
        return decide(id, "extend", null, until, reason);
    }

    @Command(
            name = "reschedule",
            description = "Gives a window other times; another person approves them.",
            mixinStandardHelpOptions = true)
    int reschedule(
            @Parameters(paramLabel = "ID", description = "The window's id.") String id,
            @Option(names = "--from", required = true, description = "When it opens.") String from,
            @Option(names = "--until", required = true, description = "When it closes.") String until,
            @Option(names = "--reason", required = true, description = "Why; told to everybody.") String reason) {
        return decide(id, "reschedule", from, until, reason);
    }

    private int decide(String id, String action, String from, String until, String reason) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("from", from).put("until", until).put("reason", reason);
        return say(upkeep.server().post("api/windows/" + Server.part(id) + "/" + action, body));
    }

    private int say(JsonNode window) {
        String state = Plain.line(text(window, "state"));
        String zone = text(window, "zone");
        upkeep.terminal()
                .out()
                .println("window %s (%s) is now %s: %s to %s %s"
                        .formatted(
                                Plain.line(text(window, "id")),
                                Plain.line(text(window, "window")),
                                upkeep.terminal().paint(Terminal.Tone.of(state), state),
                                Times.inZone(window, "opens", zone),
                                Times.inZone(window, "closes", zone),
                                Plain.line(zone)));
        return ExitCode.OK;
    }
}
