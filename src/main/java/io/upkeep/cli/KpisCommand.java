package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code upkeep kpis}: the key maintenance indicators, worked out now. */
@Command(
        name = "kpis",
        description = "Shows the key maintenance indicators, of the last seven days unless told otherwise.",
        mixinStandardHelpOptions = true)
final class KpisCommand implements Runnable {

    @ParentCommand
    private UpkeepCommand upkeep;

    @Option(names = "--from", paramLabel = "TIME", description = "Such as 2026-11-01.")
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Now, unless given.")
    private String to;

    @Option(names = "--json", description = "Print the server's answer as JSON.")
    private boolean json;

    @Override
    public void run() {
        String query =
                (from == null ? "" : "&from=" + Server.part(from)) + (to == null ? "" : "&to=" + Server.part(to));
        JsonNode kpis = upkeep.server().get("api/kpis" + query.replaceFirst("&", "?"));
        if (json) {
            Printed.json(upkeep.terminal(), kpis);
            return;
        }
        figures(upkeep.terminal(), kpis.path("figures"));
    }

    /** A line for each figure: value, how it moved, why. */
    static void figures(Terminal terminal, JsonNode figures) {
        Table table = new Table(-1, "FIGURE", "VALUE", "BEFORE", "WHY");
        for (JsonNode each : figures) {
            JsonNode figure = each.path("figure");
            boolean isKnown = figure.hasNonNull("value");
            String trend = text(each, "trend").toLowerCase(Locale.ROOT);
            table.row(
                    text(figure, "title"),
                    isKnown ? text(figure, "value") + " " + text(figure, "unit") : "no data",
                    each.hasNonNull("before") ? text(each, "before") + " (" + trend + ")" : "",
                    text(figure, "reason"));
        }
        table.print(terminal);
    }
}
