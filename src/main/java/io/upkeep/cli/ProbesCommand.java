package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code upkeep probes …}: what was looked at, how it was over time, and jobs that report. */
@Command(
        name = "probes",
        description = "Lists probes, shows the history of a target's, reports for a job.",
        mixinStandardHelpOptions = true)
final class ProbesCommand implements Callable<Integer> {

    @ParentCommand
    private UpkeepCommand upkeep;

    /** What there is, for who says no more. */
    @Override
    public Integer call() {
        return list(false);
    }

    @Command(name = "list", description = "Lists every probe with its state.", mixinStandardHelpOptions = true)
    int list(@Option(names = "--json", description = "Print the server's answer as JSON.") boolean json) {
        JsonNode targets = upkeep.server().get("api/targets");
        if (json) {
            Printed.json(upkeep.terminal(), targets);
            return ExitCode.OK;
        }
        Table table = new Table(2, "TARGET", "PROBE", "STATE", "SINCE", "REASON");
        for (JsonNode target : targets) {
            for (JsonNode probe : target.path("probes")) {
                table.row(
                        text(target, "name"),
                        text(probe, "name"),
                        text(probe, "state"),
                        Times.local(probe, "since"),
                        text(probe, "reason"));
            }
        }
        table.print(upkeep.terminal());
        return ExitCode.OK;
    }

    @Command(
            name = "show",
            description = "Shows uptime, latency and changes of a target's probes.",
            mixinStandardHelpOptions = true)
    int show(
            @Parameters(paramLabel = "TARGET", description = "The target's name.") String target,
            @Option(names = "--hours", defaultValue = "24", description = "How far back; 24 by default.") int hours,
            @Option(names = "--json", description = "Print the server's answer as JSON.") boolean json) {
        JsonNode history = upkeep.server().get("api/targets/" + Server.part(target) + "/history?hours=" + hours);
        if (json) {
            Printed.json(upkeep.terminal(), history);
            return ExitCode.OK;
        }
        JsonNode uptime = history.path("uptime");
        upkeep.terminal()
                .out()
                .println(Plain.line("%s: uptime %s, outside of maintenance windows %s (last %d h)"
                        .formatted(target, percent(uptime, "raw"), percent(uptime, "contractual"), hours)));
        Table table = new Table(2, "PROBE", "UPTIME", "P50", "P95", "P99", "CHANGES", "STATE");
        for (JsonNode probe : history.path("probes")) {
            JsonNode spans = probe.path("spans");
            table.row(
                    text(probe, "name"),
                    percent(probe.path("uptime"), "raw"),
                    millis(probe, "p50"),
                    millis(probe, "p95"),
                    millis(probe, "p99"),
                    String.valueOf(Math.max(0, spans.size() - 1)),
                    text(spans.path(spans.size() - 1), "state"));
        }
        table.print(upkeep.terminal());
        return ExitCode.OK;
    }

    @Command(
            name = "beat",
            description = "Reports that a job behind a heartbeat has done its work.",
            mixinStandardHelpOptions = true)
    int beat(
            @Parameters(paramLabel = "TARGET", description = "The target's name.") String target,
            @Parameters(paramLabel = "PROBE", description = "The heartbeat's name.") String probe) {
        JsonNode noted = upkeep.server()
                .post(
                        "api/targets/%s/heartbeats/%s".formatted(Server.part(target), Server.part(probe)),
                        JsonNodeFactory.instance.objectNode());
        upkeep.terminal()
                .out()
                .println(Plain.line("%s of %s reported at %s".formatted(probe, target, Times.local(noted, "at"))));
        return ExitCode.OK;
    }

    private static String percent(JsonNode uptime, String which) {
        JsonNode share = uptime.path(which);
        return share.isNumber() ? String.format(Locale.ROOT, "%.3f %%", 100 * share.asDouble()) : "no data";
    }

    private static String millis(JsonNode probe, String which) {
        JsonNode time = probe.path("latency").path(which);
        return time.isNumber() ? "≤ " + time.asLong() + " ms" : "";
    }
}
