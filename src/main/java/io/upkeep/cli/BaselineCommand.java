package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code upkeep baseline …}: what of a host was reviewed, and what is different now. */
@Command(
        name = "baseline",
        description = "Shows what runs on a host, how that differs from what was reviewed, and accepts it.",
        mixinStandardHelpOptions = true)
final class BaselineCommand implements Runnable {

    @ParentCommand
    private UpkeepCommand upkeep;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do, such as: upkeep baseline diff api-1");
    }

    @Command(name = "show", description = "All that the newest look saw.", mixinStandardHelpOptions = true)
    int show(@Parameters(paramLabel = "HOST", description = "The target's name.") String host) {
        JsonNode review = review(host);
        heading(review);
        entries(review.path("seen"), "");
        return ExitCode.OK;
    }

    @Command(
            name = "diff",
            description = "What is new (+) and what is gone (-) since the review; exits 1 when there is any.",
            mixinStandardHelpOptions = true)
    int diff(@Parameters(paramLabel = "HOST", description = "The target's name.") String host) {
        return difference(review(host)) ? ExitCode.RUN_NOT_SUCCEEDED : ExitCode.OK;
    }

    @Command(
            name = "accept",
            description = "Shows the difference, and says that you have reviewed exactly what is there now.",
            mixinStandardHelpOptions = true)
    int accept(
            @Parameters(paramLabel = "HOST", description = "The target's name.") String host,
            @Option(names = "--reason", required = true, description = "Why it is right as it is.") String reason,
            @Option(names = "--hash", description = "Of what you have seen; without it: of what is shown now.")
                    String hash) {
        JsonNode review = review(host);
        difference(review);
        JsonNode accepted = upkeep.server()
                .post(
                        "api/baselines/" + Server.part(host) + "/accept",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("hash", hash == null ? text(review, "hash") : hash)
                                .put("reason", reason));
        line("reviewed by %s: %s".formatted(text(accepted, "acceptedBy"), text(accepted, "reason")));
        return ExitCode.OK;
    }

    private JsonNode review(String host) {
        return upkeep.server().get("api/baselines/" + Server.part(host));
    }

    private boolean difference(JsonNode review) {
        heading(review);
        entries(review.path("added"), "+ ");
        entries(review.path("removed"), "- ");
        boolean same = review.path("added").isEmpty() && review.path("removed").isEmpty();
        if (same) {
            line(
                    review.hasNonNull("acceptedBy")
                            ? "as reviewed"
                            : "nobody has reviewed this host; see upkeep baseline show");
        }
        return !same;
    }

    private void heading(JsonNode review) {
        line("%s, seen %s, hash %s"
                .formatted(text(review, "host"), Times.local(review, "seenAt"), text(review, "hash")));
        if (review.hasNonNull("acceptedBy")) {
            line("reviewed by %s at %s: %s"
                    .formatted(text(review, "acceptedBy"), Times.local(review, "acceptedAt"), text(review, "reason")));
        }
    }

    private void entries(JsonNode topics, String mark) {
        topics.properties().forEach(topic -> {
            line(topic.getKey());
            topic.getValue()
                    .forEach(entry -> upkeep.terminal().out().println(Plain.block(mark + entry.asText(), "  ")));
        });
    }

    private void line(String words) {
        upkeep.terminal().out().println(Plain.line(words));
    }
}
