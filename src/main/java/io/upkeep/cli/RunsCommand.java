package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;
import static io.upkeep.cli.Printed.words;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code upkeep runs …}: looks at runs, and decides about the ones that ask for a person. */
@Command(name = "runs", description = "Lists runs, shows one, decides about one.", mixinStandardHelpOptions = true)
final class RunsCommand implements Callable<Integer> {

    private static final int FEW = 20;
    private static final int MOST = 200;

    @ParentCommand
    private UpkeepCommand upkeep;

    @Spec
    private CommandSpec spec;

    /** What there is, for who says no more. */
    @Override
    public Integer call() {
        return list(null, false, null, false);
    }

    @Command(name = "list", description = "Lists the newest runs.", mixinStandardHelpOptions = true)
    int list(
            @Option(names = "--pipeline", paramLabel = "NAME", description = "Only this pipeline's.") String pipeline,
            @Option(
                            names = "--open",
                            description = "Only those that are not over: at work, waiting, or asking for a person.")
                    boolean open,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            description = "How many, 1 to 200; default 20, with --open 200.")
                    Integer limit,
            @Option(names = "--json", description = "Print the server's answer as JSON.") boolean json) {
        int most = limit == null ? open ? MOST : FEW : limit;
        String query = "api/runs?limit=" + most + (open ? "&open=true" : "")
                + (pipeline == null ? "" : "&pipeline=" + Server.part(pipeline));
        JsonNode runs = upkeep.server().get(query);
        if (json) {
            Printed.json(upkeep.terminal(), runs);
            return ExitCode.OK;
        }
        if (runs.isEmpty()) {
            if (pipeline != null) {
                upkeep.server().get("api/pipelines/" + Server.part(pipeline)); // says which there are when it is none
            }
            String of = pipeline == null ? "" : " of '" + Plain.line(pipeline) + "'";
            upkeep.terminal()
                    .out()
                    .println((open
                                    ? "no run%s is at work, waits, or asks for a person; upkeep runs list shows those that are over"
                                    : "no runs%s yet: start one with upkeep run NAME (upkeep pipelines lists them)")
                            .formatted(of));
            return ExitCode.OK;
        }
        Table table = new Table(2, "RUN", "PIPELINE", "STATE", "REQUESTED", "TOOK", "BY", "REASON");
        for (JsonNode run : runs) {
            table.row(
                    text(run, "id"),
                    text(run, "pipeline"),
                    text(run, "state"),
                    Times.local(run, "requestedAt"),
                    RunPage.taken(run),
                    text(run, "requestedBy"),
                    "SUCCEEDED".equals(text(run, "state")) ? "" : why(run));
        }
        table.print(upkeep.terminal());
        if (open && runs.size() == most) {
            upkeep.terminal()
                    .out()
                    .println("the newest " + most + "; there may be more, of a pipeline: --pipeline NAME");
        }
        return ExitCode.OK;
    }

    @Command(name = "show", description = "Shows one run with its steps.", mixinStandardHelpOptions = true)
    int show(
            @Parameters(paramLabel = "ID", description = "The run's id.") String id,
            @Option(names = "--json", description = "Print the server's answer as JSON.") boolean json,
            @Option(
                            names = {"-f", "--follow"},
                            description = "Stay with it to its end; exit codes as of run --follow.")
                    boolean follow,
            @Option(names = "--log", description = "With --follow: show also what scripts print on hosts.")
                    boolean withHosts)
            throws InterruptedException {
        Following.check(spec, follow, withHosts);
        Server server = upkeep.server();
        JsonNode run = server.get("api/runs/" + Server.part(id));
        if (json) {
            Printed.json(upkeep.terminal(), run);
        } else if (follow) {
            return new Following(upkeep, server, withHosts).untilAtRest(text(run, "id"), text(run, "pipeline"));
        } else {
            RunPage.print(upkeep.terminal(), run);
        }
        return ExitCode.OK;
    }

    @Command(
            name = "log",
            aliases = "logs",
            description = {
                "Shows what the steps of a run say and what their scripts print on hosts.",
                "Kept for upkeep.retention.run-log."
            },
            mixinStandardHelpOptions = true)
    int log(
            @Parameters(paramLabel = "ID", description = "The run's id.") String id,
            @Option(
                            names = {"-f", "--follow"},
                            description = "Stay with it to its end.")
                    boolean follow,
            @Option(names = "--host", paramLabel = "NAME", description = "Only what this host prints.") String host,
            @Option(names = "--step", paramLabel = "PATH", description = "Only this step's, such as deploy/restart.")
                    String step)
            throws InterruptedException {
        return new LogCommand(upkeep, id, host, step).print(follow);
    }

    @Command(
            name = "resume",
            description = "Goes on with a run that asks for a person, at its first unfinished step.",
            mixinStandardHelpOptions = true)
    int resume(@Parameters(paramLabel = "ID", description = "The run's id.") String id) {
        return decide(id, "resume");
    }

    @Command(
            name = "rollback",
            description = "Ends a run's step under way and sends the run to its rollback route.",
            mixinStandardHelpOptions = true)
    int rollback(@Parameters(paramLabel = "ID", description = "The run's id.") String id) {
        return decide(id, "rollback");
    }

    @Command(
            name = "cancel",
            description = "Ends a run, and its step under way, also on the hosts; nothing is undone.",
            mixinStandardHelpOptions = true)
    int cancel(@Parameters(paramLabel = "ID", description = "The run's id.") String id) {
        return decide(id, "cancel");
    }

    @Command(
            name = "override",
            description = {
                "Lets a waiting run start outside its window, in a freeze or without approval.",
                "By who asked for the run, or past its approvals, it is break-glass: everyone is told, another reviews it."
            },
            mixinStandardHelpOptions = true)
    int override(
            @Parameters(paramLabel = "ID", description = "The run's id.") String id,
            @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why, told to everyone.")
                    String reason,
            @Option(
                            names = "--override",
                            split = ",",
                            paramLabel = "KIND",
                            description = "window, freeze, approval (default: these), dependency, backup.")
                    List<String> kinds) {
        JsonNode done =
                upkeep.server().post("api/runs/" + Server.part(id) + "/override", BreakGlass.order(reason, kinds));
        upkeep.terminal().out().println(done.path("breakGlass").asBoolean() ? BreakGlass.TOLD : "overridden");
        return ExitCode.OK;
    }

    @Command(
            name = "pause",
            description = "Stops a run before its next step, until it is resumed.",
            mixinStandardHelpOptions = true)
    int pause(@Parameters(paramLabel = "ID", description = "The run's id.") String id) {
        return decide(id, "pause");
    }

    @Command(
            name = "skip",
            description = "Goes on behind the step that failed, for a step that was done by hand.",
            mixinStandardHelpOptions = true)
    int skip(
            @Parameters(paramLabel = "ID", description = "The run's id.") String id,
            @Option(names = "--reason", required = true, description = "Why; kept with the run.") String reason) {
        return decide(id, "skip", JsonNodeFactory.instance.objectNode().put("reason", reason));
    }

    @Command(
            name = "rerun",
            description = "Starts a new run with the parameters of one that is over.",
            mixinStandardHelpOptions = true)
    int rerun(
            @Parameters(paramLabel = "ID", description = "The run's id.") String id,
            @Option(names = "--from-failed", description = "Take over the steps that finished before the failed one.")
                    boolean fromFailed) {
        String path = "api/runs/" + Server.part(id) + "/rerun?from=" + (fromFailed ? "failed" : "start");
        String rerun = text(upkeep.server().post(path, JsonNodeFactory.instance.objectNode()), "id");
        upkeep.terminal()
                .out()
                .println("run " + Plain.line(rerun) + " requested, a rerun of " + Plain.line(id) + "; upkeep runs show "
                        + Plain.line(rerun) + " --follow stays with it");
        return ExitCode.OK;
    }

    private int decide(String id, String action) {
        return decide(id, action, JsonNodeFactory.instance.objectNode());
    }

    private int decide(String id, String action, JsonNode body) {
        JsonNode run = upkeep.server().post("api/runs/" + Server.part(id) + "/" + action, body);
        String state = Plain.line(text(run, "state"));
        upkeep.terminal()
                .out()
                .println("run " + Plain.line(text(run, "id")) + " is now "
                        + upkeep.terminal().paint(Terminal.Tone.of(state), state) + asked(run));
        return ExitCode.OK;
    }

    /** What it waits for or ended with; of a failure its first line, the rest is told by upkeep runs show. */
    private static String why(JsonNode run) {
        String reason = words(run, "reason");
        return reason.isEmpty() ? words(run, "failure").lines().findFirst().orElse("") : reason;
    }

    /** A run at work obeys at its step's end; until then it only knows what is asked of it. */
    private static String asked(JsonNode run) {
        return switch (text(run, "asked")) {
            case "" -> "";
            case "PAUSE" -> ", and pauses before its next step";
            case "CANCEL" -> ", and ends as soon as its step has stopped";
            default -> ", and rolls back as soon as its step has stopped";
        };
    }
}
