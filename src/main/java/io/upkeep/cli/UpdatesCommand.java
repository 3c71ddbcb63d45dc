package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code upkeep updates …}: the records that updates write of what they changed. */
@Command(
        name = "updates",
        description =
                "Lists the records of updates and shows one: what was changed, by host; shows the tests of releases.",
        mixinStandardHelpOptions = true)
final class UpdatesCommand implements Callable<Integer> {

    private static final String TOPIC = "## ";

    private static final int FEW = 20;

    @ParentCommand
    private UpkeepCommand upkeep;

    /** What there is, for who says no more. */
    @Override
    public Integer call() {
        return list(FEW, false);
    }

    @Command(name = "list", description = "Lists the newest records.", mixinStandardHelpOptions = true)
    int list(
            @Option(names = "--limit", defaultValue = "20", description = "How many, 1 to 200; default 20.") int limit,
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
        upkeep.terminal().out().println(Plain.block(text(update, "content"), ""));
        return ExitCode.OK;
    }

    @Command(
            name = "releases",
            description = "Lists releases that were tested, with what came of it; of one version shows the report.",
            mixinStandardHelpOptions = true)
    int releases(
            @Parameters(paramLabel = "VERSION", arity = "0..1", description = "Shows the report of its tests.")
                    String version,
            @Option(names = "--limit", defaultValue = "20", description = "How many, 1 to 200; default 20.") int limit,
            @Option(names = "--json", description = "Print the server's answer as JSON.") boolean json) {
        String only = version == null ? "" : "&version=" + Server.part(version);
        JsonNode releases = upkeep.server().get("api/releases?limit=" + limit + only);
        if (json) {
            Printed.json(upkeep.terminal(), releases);
            return ExitCode.OK;
        }
        if (version != null) {
            return report(releases, version);
        }
        if (releases.isEmpty()) {
            upkeep.terminal().out().println("no release was tested yet; upkeep run test-update version=… tests one");
            return ExitCode.OK;
        }
        Table table = new Table(1, "VERSION", "STATE", "WHEN", "PRODUCTION", "RUN", "FILES");
        for (JsonNode release : releases) {
            table.row(
                    text(release, "version"),
                    text(release, "state"),
                    Times.local(release, "changedAt"),
                    release.path("inProduction").asBoolean() ? "is there" : "",
                    text(release, "run"),
                    "sha256 " + text(release, "sha256"));
        }
        table.print(upkeep.terminal());
        return ExitCode.OK;
    }

    /** The newest first: a version whose files changed was tested more than once. */
    private int report(JsonNode releases, String version) {
        if (releases.isEmpty()) {
            throw CommandFailed.invalid(
                    "release '%s' was not tested; upkeep updates releases lists those that were, upkeep run test-update version=%s tests it"
                            .formatted(Plain.line(version), Plain.line(version)));
        }
        JsonNode newest = releases.get(0);
        line("%s since %s, by run %s"
                .formatted(text(newest, "state"), Times.local(newest, "changedAt"), text(newest, "run")));
        line(Plain.block(text(newest, "report"), ""));
        return ExitCode.OK;
    }

    private void line(String words) {
        upkeep.terminal().out().println(words);
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
