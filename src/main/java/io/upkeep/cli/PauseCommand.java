package io.upkeep.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code upkeep pause}: drains the whole system, or one node. */
@Command(
        name = "pause",
        description =
                "Lets nothing start any more, and runs under way rest before their next step: everywhere, or on one"
                        + " node, whose runs go on elsewhere.",
        mixinStandardHelpOptions = true)
final class PauseCommand implements Callable<Integer> {

    @ParentCommand
    private UpkeepCommand upkeep;

    @Option(names = "--reason", description = "Why; needed to pause everything, shown wherever something waits.")
    private String reason = "";

    @Option(names = "--node", paramLabel = "NAME", description = "Only this node; upkeep nodes lists them.")
    private String node;

    @Override
    public Integer call() {
        if (node == null) {
            if (reason.isBlank()) {
                throw CommandFailed.invalid(
                        "pausing everything needs a reason; write --reason \"the network is moved\"");
            }
            upkeep.server()
                    .post("api/pause", JsonNodeFactory.instance.objectNode().put("reason", reason));
            upkeep.terminal().out().println("paused; upkeep resume-all lets everything go on");
        } else {
            if (!reason.isBlank()) {
                throw CommandFailed.invalid(
                        "--reason belongs to pausing everything; leave it out, or leave out --node");
            }
            upkeep.server().post("api/nodes/" + Server.part(node) + "/pause", JsonNodeFactory.instance.objectNode());
            upkeep.terminal()
                    .out()
                    .println(Plain.line(node) + " is paused; upkeep resume-all --node " + Plain.line(node)
                            + " lets it go on");
        }
        return ExitCode.OK;
    }
}
