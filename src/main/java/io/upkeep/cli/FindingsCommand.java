package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code upkeep findings …}: what security checks found. */
@Command(
        name = "findings",
        description = "Lists what security checks found and where they could not look; accepts a finding.",
        mixinStandardHelpOptions = true)
final class FindingsCommand implements Runnable {

    /** That the server lists at once. */
    private static final int MOST = 200;

    /** Of days that a finding is accepted for. */
    private static final int LONGEST = 366;

    @ParentCommand
    private UpkeepCommand upkeep;

    @Option(names = "--all", description = "What is closed, too.")
    private boolean all;

    @Option(names = "--host", paramLabel = "NAME", description = "Only of this host.")
    private String host;

    @Option(names = "--check", paramLabel = "NAME", description = "Only of this check, such as debsecan.")
    private String check;

    @Option(names = "--json", description = "Print the server's answer as JSON.")
    private boolean json;

    @Override
    public void run() {
        JsonNode findings = upkeep.server()
                .get("api/findings?all=" + all + filter("host", host) + filter("check", check) + "&limit=" + MOST);
        if (json) {
            Printed.json(upkeep.terminal(), findings);
            return;
        }
        if (findings.isEmpty()) {
            upkeep.terminal().out().println("no findings");
        } else {
            Table table = new Table(1, "ID", "SEVERITY", "STATE", "HOST", "CHECK", "WHAT");
            findings.forEach(finding -> table.row(
                    text(finding, "id"),
                    text(finding, "severity"),
                    text(finding, "state"),
                    text(finding, "host"),
                    text(finding, "check"),
                    Times.localIn(text(finding, "text"))));
            table.print(upkeep.terminal());
        }
        if (findings.size() == MOST) {
            upkeep.terminal()
                    .out()
                    .println(
                            "these are %d, open ones and the worst first; for the others name a host or a check: upkeep findings --host %s --check %s"
                                    .formatted(
                                            MOST,
                                            Plain.line(text(findings.get(0), "host")),
                                            Plain.line(text(findings.get(0), "check"))));
        }
        for (JsonNode check : upkeep.server().get("api/findings/checks")) {
            if (check.hasNonNull("unknown")) {
                upkeep.terminal()
                        .out()
                        .println(Plain.line("UNKNOWN %s %s: %s"
                                .formatted(text(check, "host"), text(check, "check"), text(check, "unknown"))));
            }
        }
    }

    private static String filter(String name, String value) {
        return value == null ? "" : "&" + name + "=" + Server.part(value);
    }

    @Command(
            name = "audit",
            description = "Prints the report of the newest audit; exits 1 when it is incomplete.",
            mixinStandardHelpOptions = true)
    int audit() {
        JsonNode audits = upkeep.server().get("api/findings/audits?limit=1");
        if (audits.isEmpty()) {
            upkeep.terminal().out().println("no audit yet; start one: upkeep run audit-security --follow");
            return ExitCode.OK;
        }
        upkeep.terminal().out().println(Plain.block(Times.localIn(text(audits.get(0), "report")), ""));
        return audits.get(0).path("complete").asBoolean() ? ExitCode.OK : ExitCode.RUN_NOT_SUCCEEDED;
    }

    @Command(name = "accept", description = "Answers for a finding for a time.", mixinStandardHelpOptions = true)
    int accept(
            @Parameters(paramLabel = "ID", description = "The finding's id.") String id,
            @Option(names = "--reason", required = true, description = "Why it may stay.") String reason,
            @Option(
                            names = "--days",
                            defaultValue = "90",
                            description = "For how long, at most 366; default: ${DEFAULT-VALUE}.")
                    int days) {
        if (days < 1 || days > LONGEST) {
            throw CommandFailed.invalid(
                    "days '%d' is not a number of days from 1 to %d; write --days 30".formatted(days, LONGEST));
        }
        JsonNode accepted = upkeep.server()
                .post(
                        "api/findings/" + Server.part(id) + "/accept",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("reason", reason)
                                .put(
                                        "until",
                                        upkeep.clock()
                                                .instant()
                                                .plus(Duration.ofDays(days))
                                                .toString()));
        upkeep.terminal()
                .out()
                .println(Plain.line("finding %s is %s until %s: %s"
                        .formatted(
                                text(accepted, "id"),
                                text(accepted, "state"),
                                Times.local(accepted, "acceptedUntil"),
                                Times.localIn(text(accepted, "text")))));
        return ExitCode.OK;
    }
}
