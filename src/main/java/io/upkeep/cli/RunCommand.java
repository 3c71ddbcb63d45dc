package io.upkeep.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code upkeep run NAME key=value…}: asks for a run, and may stay with it to its end. */
@Command(
        name = "run",
        description = "Asks for a run of a pipeline.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: upkeep run deploy-configuration version=1.1.0 environment=staging --follow"})
final class RunCommand implements Callable<Integer> {

    @ParentCommand
    private UpkeepCommand upkeep;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "NAME", description = "The pipeline.")
    private String pipeline;

    @Parameters(index = "1..*", paramLabel = "key=value", description = "Its inputs.")
    private List<String> inputs = new ArrayList<>();

    @Option(
            names = {"-f", "--follow"},
            description = "Show the steps as they finish; exit 0 only when the run SUCCEEDED.")
    private boolean follow;

    @Option(names = "--log", description = "With --follow: show also what scripts print on hosts.")
    private boolean withHosts;

    @Option(
            names = "--request-id",
            paramLabel = "ID",
            description = "Your own id of this request: asking twice with the same one starts one run.")
    private String requestId;

    @Option(
            names = "--break-glass",
            description = "Start past window, freeze and approval: everyone is told, another person reviews it.")
    private boolean breakGlass;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why the glass is broken; at least 10 characters.")
    private String reason;

    @Option(
            names = "--override",
            split = ",",
            paramLabel = "KIND",
            description = "With --break-glass: only past window, freeze or approval; default: past all three.")
    private List<String> overrides;

    @Option(names = "--dry-run", description = "Ask for nothing and show what it would do, as upkeep plan does.")
    private boolean dryRun;

    @Override
    public Integer call() throws InterruptedException {
        if (dryRun) {
            return new PlanCommand(upkeep, pipeline, inputs).call();
        }
        Following.check(spec, follow, withHosts);
        Server server = upkeep.server();
        JsonNode accepted = server.post("api/pipelines/" + Server.part(pipeline) + "/runs", body());
        String id = Printed.text(accepted, "id");
        upkeep.terminal().out().println("run " + Plain.line(id) + " of " + Plain.line(pipeline) + " requested");
        if (breakGlass) {
            upkeep.terminal()
                    .out()
                    .println(
                            accepted.hasNonNull("note") ? Plain.line(Printed.text(accepted, "note")) : BreakGlass.TOLD);
        }
        return follow ? new Following(upkeep, server, withHosts).untilAtRest(id, pipeline) : ExitCode.OK;
    }

    private ObjectNode body() {
        ObjectNode body = Order.of(inputs);
        if (breakGlass) {
            body.put("breakGlass", true).setAll(BreakGlass.order(reason, overrides));
        } else if (reason != null || overrides != null) {
            throw CommandFailed.invalid("--reason and --override belong to --break-glass; add it, or leave them out");
        }
        if (requestId != null) {
            body.put("requestId", requestId);
        }
        return body;
    }
}
