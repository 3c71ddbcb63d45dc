package io.upkeep.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code ./upkeep}: the verbs of the REST API for a terminal and for scripts. */
@Command(
        name = "upkeep",
        description = "Starts maintenance runs, follows them and decides about them.",
        subcommands = {
            PipelinesCommand.class,
            PlanCommand.class,
            RunCommand.class,
            RunsCommand.class,
            ApprovalsCommand.class,
            ApproveCommand.class,
            RejectCommand.class,
            PauseCommand.class,
            ResumeAllCommand.class,
            NodesCommand.class,
            LockCommand.class,
            WindowCommand.class,
            FreezeCommand.class,
            TargetsCommand.class,
            ProbesCommand.class,
            BackupCommand.class,
            DocsCommand.class,
            LogsCommand.class,
            RestoreCommand.class,
            ReportCommand.class,
            ConfigurationCommand.class,
            IncidentsCommand.class,
            FindingsCommand.class,
            BaselineCommand.class,
            KpisCommand.class,
            ReviewCommand.class,
            PerformanceCommand.class,
            UpdatesCommand.class,
            CommandLine.HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        version = "Upkeep 0.1.0",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done; with --follow: the run SUCCEEDED",
            "1:the run failed, was rolled back or cancelled, or waits for a person",
            "2:something in the command is wrong, or the server refused it",
            "3:no Upkeep server answered"
        },
        footer = {
            "",
            "Without a server, by the script upkeep itself:",
            "  upkeep validate [DIRECTORY]   checks route files",
            "  upkeep key new FILE           makes an identity that opens sealed backups",
            "  upkeep key open FILE …        opens a sealed backup",
            "",
            "What has a list shows it without another word: upkeep runs, upkeep incidents",
            "Example: upkeep run deploy-configuration version=1.1.0 --follow"
        })
public final class UpkeepCommand implements Runnable {

    private final Terminal terminal;
    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--server",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "The Upkeep server; default: $UPKEEP_SERVER, or http://localhost:8080.")
    private String server;

    UpkeepCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        Map<String, String> environment = System.getenv();
        System.exit(execute(Terminal.ofProcess(environment), environment, arguments));
    }

    /** Runs one command; returns the exit code. */
    static int execute(Terminal terminal, Map<String, String> environment, String... arguments) {
        CommandLine line = new CommandLine(new UpkeepCommand(terminal, environment));
        line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                terminal.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        line.setExecutionExceptionHandler((failure, command, result) -> {
            if (failure instanceof CommandFailed expected) {
                terminal.err().println(terminal.paint(Terminal.Tone.BAD, Plain.block(expected.getMessage(), "")));
                return expected.exitCode();
            }
            throw failure;
        });
        return line.execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do, such as: upkeep pipelines");
    }

    Terminal terminal() {
        return terminal;
    }

    Clock clock() {
        return Clock.systemUTC();
    }

    /** The server that the option, the environment or the default names. */
    Server server() {
        String url = server != null ? server : environment.getOrDefault("UPKEEP_SERVER", "");
        return new Server(url.isBlank() ? "http://localhost:8080" : url, person());
    }

    /** Who asks: $UPKEEP_PERSON or the login name; a claim that is noted in the run, no proof. */
    private String person() {
        String given = environment.getOrDefault("UPKEEP_PERSON", "").strip();
        if (!given.isEmpty()) {
            if (!given.matches("[A-Za-z0-9._@-]{1,64}")) { // with characters left out it might be somebody else's
                throw CommandFailed.invalid(
                        "UPKEEP_PERSON '%s' is not the id of a person; write letters, digits, . _ @ and -, such as ada"
                                .formatted(Plain.line(given)));
            }
            return given;
        }
        String login = environment.getOrDefault("USER", "").replaceAll("[^A-Za-z0-9._@-]", "");
        return login.isEmpty() ? "cli" : login.substring(0, Math.min(64, login.length()));
    }
}
