package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code upkeep review …}: what is to be learned from maintenance windows. */
@Command(
        name = "review",
        description = "Lists reviews of maintenance windows, shows and completes one.",
        mixinStandardHelpOptions = true)
final class ReviewCommand implements Callable<Integer> {

    @ParentCommand
    private UpkeepCommand upkeep;

    /** What there is, for who says no more. */
    @Override
    public Integer call() {
        return list(false, false);
    }

    @Command(
            name = "list",
            description = "Lists what is to be reviewed, the most urgent first.",
            mixinStandardHelpOptions = true)
    int list(
            @Option(names = "--all", description = "What is completed, too.") boolean all,
            @Option(names = "--json", description = "Print the server's answer as JSON.") boolean json) {
        JsonNode reviews = upkeep.server().get("api/reviews?all=" + all);
        if (json) {
            Printed.json(upkeep.terminal(), reviews);
            return ExitCode.OK;
        }
        if (reviews.isEmpty()) {
            upkeep.terminal().out().println("nothing is to be reviewed");
            return ExitCode.OK;
        }
        Table table = new Table(-1, "ID", "WINDOW", "HELD", "DUE", "COMPLETED");
        for (JsonNode review : reviews) {
            table.row(
                    text(review, "id"),
                    text(review, "window"),
                    Times.local(review.path("gathered"), "startedAt"),
                    Times.local(review, "dueAt"),
                    review.hasNonNull("completedBy") ? "by " + text(review, "completedBy") : "");
        }
        table.print(upkeep.terminal());
        return ExitCode.OK;
    }

    @Command(
            name = "show",
            description = "Shows one with what is known of its window.",
            mixinStandardHelpOptions = true)
    int show(
            @Parameters(paramLabel = "ID", description = "The review's id.") String id,
            @Option(names = "--json", description = "Print the server's answer as JSON.") boolean json) {
        JsonNode review = upkeep.server().get("api/reviews/" + Server.part(id));
        if (json) {
            Printed.json(upkeep.terminal(), review);
            return ExitCode.OK;
        }
        JsonNode gathered = review.path("gathered");
        line("%s window".formatted(text(review, "window")));
        line("agreed    %s until %s"
                .formatted(Times.local(gathered, "agreedFrom"), Times.local(gathered, "agreedUntil")));
        line("held      %s until %s".formatted(Times.local(gathered, "startedAt"), Times.local(gathered, "endedAt")));
        line("overrun   %s min".formatted(text(gathered, "overrunMinutes")));
        line("notices   %s sent, %s failed".formatted(text(gathered, "noticesSent"), text(gathered, "noticesFailed")));
        gathered.path("runs")
                .forEach(run -> line(
                        "run       %s %s %s".formatted(text(run, "pipeline"), text(run, "state"), text(run, "why"))));
        gathered.path("incidents").forEach(incident -> line("incident  " + incident.asText()));
        if (review.hasNonNull("completedBy")) {
            line("findings  " + text(review, "findings"));
            line("actions   " + text(review, "actions"));
            line("by        " + text(review, "completedBy"));
        }
        return ExitCode.OK;
    }

    @Command(name = "complete", description = "Writes down what you found.", mixinStandardHelpOptions = true)
    int complete(
            @Parameters(paramLabel = "ID", description = "The review's id.") String id,
            @Option(
                            names = "--findings",
                            paramLabel = "TEXT",
                            required = true,
                            description = "What went well and what did not.")
                    String findings,
            @Option(
                            names = "--actions",
                            paramLabel = "TEXT",
                            defaultValue = "",
                            description = "What follows, and who does it.")
                    String actions) {
        JsonNode review = upkeep.server()
                .post(
                        "api/reviews/" + Server.part(id) + "/complete",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("findings", findings)
                                .put("actions", actions));
        line("the review of the %s window is completed by %s"
                .formatted(text(review, "window"), text(review, "completedBy")));
        return ExitCode.OK;
    }

    private void line(String words) {
        upkeep.terminal().out().println(Plain.line(words));
    }
}
