package io.upkeep.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code upkeep report …}: what happened, for those who answer for it. */
@Command(
        name = "report",
        description = "Reports what happened.",
        subcommands = BreakGlassReport.class,
        mixinStandardHelpOptions = true)
final class ReportCommand implements Runnable {

    @ParentCommand
    private UpkeepCommand upkeep;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say which report, such as: upkeep report break-glass");
    }

    UpkeepCommand upkeep() {
        return upkeep;
    }
}
