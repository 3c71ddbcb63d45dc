package io.upkeep.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code upkeep resume-all}: ends every pause of the system and of nodes; runs that people paused stay so. */
@Command(
        name = "resume-all",
        description = "Lets the whole system go on after upkeep pause, or one node.",
        mixinStandardHelpOptions = true)
final class ResumeAllCommand implements Callable<Integer> {

    @ParentCommand
    private UpkeepCommand upkeep;

    @Option(names = "--node", paramLabel = "NAME", description = "Only this node.")
    private String node;

    @Override
    public Integer call() {
        if (node == null) {
            upkeep.server().post("api/resume-all", JsonNodeFactory.instance.objectNode());
            upkeep.terminal().out().println("everything goes on");
        } else {
            upkeep.server().post("api/nodes/" + Server.part(node) + "/resume", JsonNodeFactory.instance.objectNode());
            upkeep.terminal().out().println(Plain.line(node) + " goes on");
        }
        return ExitCode.OK;
    }
}
