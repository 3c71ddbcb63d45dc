package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code upkeep configuration …}: versions, what changed between two, whether hosts are as deployed. */
@Command(
        name = "configuration",
        description = "Lists configuration versions, compares two, tells what hosts differ in.",
        mixinStandardHelpOptions = true)
final class ConfigurationCommand implements Callable<Integer> {

    @ParentCommand
    private UpkeepCommand upkeep;

    /** What there is, for who says no more. */
    @Override
    public Integer call() {
        return versions(false);
    }

    @Command(
            name = "versions",
            description = "Lists the versions that can be deployed, newest first.",
            mixinStandardHelpOptions = true)
    int versions(@Option(names = "--json", description = "Print the server's answer as JSON.") boolean json) {
        JsonNode versions = upkeep.server().get("api/configuration/versions");
        if (json) {
            Printed.json(upkeep.terminal(), versions);
            return ExitCode.OK;
        }
        Table table = new Table(2, "VERSION", "MADE", "BY", "WHY");
        for (JsonNode version : versions) {
            table.row(
                    text(version, "name"),
                    Times.local(version, "at"),
                    text(version, "author"),
                    text(version, "message"));
        }
        table.print(upkeep.terminal());
        return ExitCode.OK;
    }

    @Command(
            name = "diff",
            description = "Shows what changed between two versions, and who did.",
            mixinStandardHelpOptions = true)
    int diff(
            @Parameters(paramLabel = "FROM", description = "The older version.") String from,
            @Parameters(paramLabel = "TO", description = "The newer version.") String to,
            @Option(names = "--environment", defaultValue = "production", description = "Default: production.")
                    String environment,
            @Option(names = "--json", description = "Print the server's answer as JSON.") boolean json) {
        JsonNode diff = upkeep.server()
                .get("api/configuration/diff?from=%s&to=%s&environment=%s"
                        .formatted(Server.part(from), Server.part(to), Server.part(environment)));
        if (json) {
            Printed.json(upkeep.terminal(), diff);
            return ExitCode.OK;
        }
        for (JsonNode change : diff.path("changes")) {
            line("%s  %s  %s".formatted(text(change, "name"), text(change, "author"), text(change, "message")));
        }
        for (JsonNode file : diff.path("files")) {
            line("\n%s %s".formatted(text(file, "kind"), text(file, "path")));
            upkeep.terminal().out().println(Plain.block(text(file, "text"), ""));
        }
        if (diff.path("files").isEmpty()) {
            line("no file differs");
        }
        return ExitCode.OK;
    }

    @Command(
            name = "deployments",
            description = "Lists what was deployed where, by whom and why.",
            mixinStandardHelpOptions = true)
    int deployments(@Option(names = "--json", description = "Print the server's answer as JSON.") boolean json) {
        JsonNode deployments = upkeep.server().get("api/configuration/deployments");
        if (json) {
            Printed.json(upkeep.terminal(), deployments);
            return ExitCode.OK;
        }
        Table table = new Table(4, "WHEN", "PIPELINE", "VERSION", "ENVIRONMENT", "STATE", "BY", "WHY");
        for (JsonNode one : deployments) {
            table.row(
                    Times.local(one, "at"),
                    text(one, "pipeline"),
                    text(one, one.hasNonNull("shown") ? "shown" : "version"),
                    text(one, "environment"),
                    text(one, "state"),
                    text(one, "by"),
                    text(one, "reason"));
        }
        table.print(upkeep.terminal());
        return ExitCode.OK;
    }

    @Command(
            name = "drift",
            description = "Tells what hosts differ in from the deployed version.",
            mixinStandardHelpOptions = true)
    int drift(@Option(names = "--json", description = "Print the server's answer as JSON.") boolean json) {
        JsonNode view = upkeep.server().get("api/configuration/drift");
        if (json) {
            Printed.json(upkeep.terminal(), view);
            return ExitCode.OK;
        }
        JsonNode drift = view.path("drift");
        String environment = text(drift, "environment"); // none where the version tells those of several
        String compared = "compared with version %s%s, %s"
                .formatted(
                        text(drift, "version"),
                        environment.isEmpty() ? "" : " for " + environment,
                        Times.local(view, "checkedAt"));
        String all = drift.path("notCompared").isEmpty() ? "" : " of those that could be looked at";
        line((drift.path("drifted").asBoolean() ? "hosts differ: " : "no host differs" + all + ": ") + compared);
        drift.path("hosts").properties().forEach(host -> {
            List<String> files = new ArrayList<>();
            host.getValue().forEach(file -> files.add(file.asText()));
            files.forEach(file -> line(host.getKey() + ": " + file));
        });
        drift.path("notCompared")
                .properties()
                .forEach(host ->
                        host.getValue().forEach(why -> line(host.getKey() + ": not compared: " + why.asText())));
        return ExitCode.OK;
    }

    private void line(String text) {
        upkeep.terminal()
                .out()
                .println(text.startsWith("\n") ? "\n" + Plain.line(text.substring(1)) : Plain.line(text));
    }
}
