package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code upkeep freeze …}: times when no maintenance may start. */
@Command(name = "freeze", description = "Lists freezes, adds one, lifts one.", mixinStandardHelpOptions = true)
final class FreezeCommand implements Callable<Integer> {

    @ParentCommand
    private UpkeepCommand upkeep;

    /** What there is, for who says no more. */
    @Override
    public Integer call() {
        return list(false);
    }

    @Command(name = "list", description = "Lists what holds and what comes.", mixinStandardHelpOptions = true)
    int list(@Option(names = "--json", description = "Print the server's answer as JSON.") boolean json) {
        JsonNode freezes = upkeep.server().get("api/freezes");
        if (json) {
            Printed.json(upkeep.terminal(), freezes);
            return ExitCode.OK;
        }
        if (freezes.isEmpty()) {
            upkeep.terminal().out().println("no freezes");
            return ExitCode.OK;
        }
        Table table = new Table(2, "ID", "FREEZE", "STATE", "UNTIL", "BEGINS", "ZONE", "REASON");
        for (JsonNode freeze : freezes) {
            String zone = text(freeze, "zone");
            boolean declared = freeze.path("declared").asBoolean();
            table.row(
                    declared ? "application.yaml" : text(freeze, "id"),
                    text(freeze, "name"),
                    freeze.path("holding").asBoolean() ? "HOLDING" : "TO COME",
                    Times.inZone(freeze, "until", zone),
                    Times.inZone(freeze, "next", zone),
                    zone,
                    text(freeze, "reason"));
        }
        table.print(upkeep.terminal());
        return ExitCode.OK;
    }

    @Command(name = "add", description = "Lets nothing start for a time.", mixinStandardHelpOptions = true)
    int add(
            @Parameters(paramLabel = "NAME", description = "What it is called, such as release.") String name,
            @Option(
                            names = "--from",
                            description =
                                    "2026-11-29T02:00 in the zone, with an offset, or +2h from now; default: now.")
                    String from,
            @Option(names = "--until", required = true, description = "The same.") String until,
            @Option(names = "--zone", description = "The zone of the times; default: UTC.") String zone,
            @Option(names = "--reason", required = true, description = "Why; told to those held back.") String reason,
            @Option(names = "--pipeline", description = "Only this one, or deploy-*; may be repeated.")
                    List<String> pipelines,
            @Option(names = "--targets", description = "Only these, such as label:api.") String targets,
            @Option(names = "--except", description = "Not this pipeline; may be repeated.") List<String> exceptions) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("name", name).put("from", from).put("until", until);
        body.put("zone", zone).put("reason", reason).put("targets", targets);
        putNames(body, "pipelines", pipelines);
        putNames(body, "exceptions", exceptions);
        JsonNode added = upkeep.server().post("api/freezes", body);
        upkeep.terminal()
                .out()
                .println("freeze %s (%s) added"
                        .formatted(Plain.line(text(added, "id")), Plain.line(text(added, "name"))));
        return ExitCode.OK;
    }

    @Command(name = "lift", description = "Ends a freeze before its time.", mixinStandardHelpOptions = true)
    int lift(@Parameters(paramLabel = "ID", description = "The freeze's id or name.") String id) {
        JsonNode lifted = upkeep.server().delete("api/freezes/" + Server.part(id));
        upkeep.terminal()
                .out()
                .println("freeze %s (%s) lifted"
                        .formatted(Plain.line(text(lifted, "id")), Plain.line(text(lifted, "name"))));
        return ExitCode.OK;
    }

    static void putNames(ObjectNode body, String field, List<String> names) {
        if (names != null) {
            ArrayNode array = body.putArray(field);
            names.forEach(array::add);
        }
    }
}
