package io.upkeep.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.upkeep.cli.Terminal.Tone;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Follows a run on the terminal and says how it ended. */
final class Following {

    /** A run's last words are written a moment after its end. */
    private static final long LAST_WORDS_MILLIS = 500;

    private final UpkeepCommand upkeep;
    private final Server server;
    private final String log;

    /** @param withHosts whether to show also what hosts print, and not only what the steps say */
    Following(UpkeepCommand upkeep, Server server, boolean withHosts) {
        this.log = withHosts ? "" : "&stream=said";
        this.upkeep = upkeep;
        this.server = server;
    }

    /** Refuses {@code --log} where nothing is followed. */
    static void check(CommandSpec spec, boolean follow, boolean withHosts) {
        if (withHosts && !follow) {
            throw new ParameterException(
                    spec.commandLine(), "--log goes with --follow; upkeep runs log ID shows it alone");
        }
    }

    /** Returns the exit code that the run's end asks for. */
    int untilAtRest(String id, String pipeline) throws InterruptedException {
        Terminal terminal = upkeep.terminal();
        Progress progress =
                new Progress(terminal, upkeep.clock(), planned(pipeline), new RunLog(terminal, server, id, log));
        JsonNode run;
        try {
            run = new Follow(server, id, progress).untilAtRest();
            TimeUnit.MILLISECONDS.sleep(LAST_WORDS_MILLIS);
            progress.tellLog();
        } finally {
            progress.close();
        }
        conclude(run);
        return "SUCCEEDED".equals(Printed.text(run, "state")) ? ExitCode.OK : ExitCode.RUN_NOT_SUCCEEDED;
    }

    /** How many steps of the pipeline's own route, at top level and below, a run takes at most; 0 when it is gone. */
    private int planned(String pipeline) {
        for (JsonNode known : server.get("api/pipelines")) {
            if (pipeline.equals(Printed.text(known, "name"))) {
                return StepConditions.longest(known.path("steps"), known.path("branches"));
            }
        }
        return 0;
    }

    private void conclude(JsonNode run) {
        Terminal terminal = upkeep.terminal();
        String state = Plain.line(Printed.text(run, "state"));
        String taken = Times.taken(run);
        terminal.out()
                .println("run " + Plain.line(Printed.text(run, "id")) + " " + terminal.paint(Tone.of(state), state)
                        + (taken.isEmpty() ? "" : " after " + taken));
        for (String field : new String[] {"failure", "reason"}) {
            if (run.hasNonNull(field)) {
                terminal.out().println(Plain.block(Printed.words(run, field), "  "));
            }
        }
        if (!"SUCCEEDED".equals(state) && run.hasNonNull("startedAt")) {
            terminal.out().println("log:  upkeep runs log " + Plain.line(Printed.text(run, "id")));
        }
        if (run.path("actions").size() > 0 && !"SUCCEEDED".equals(state)) {
            terminal.out().println("next: upkeep runs " + actions(run) + " " + Plain.line(Printed.text(run, "id")));
        }
    }

    private static String command(String action) {
        return switch (action) {
            case "rerun-from-failed" -> "rerun --from-failed";
            case "skip" -> "skip --reason …";
            default -> Plain.line(action);
        };
    }

    private static String actions(JsonNode run) {
        StringBuilder words = new StringBuilder();
        run.get("actions")
                .forEach(action -> words.append(words.isEmpty() ? "" : "|").append(command(action.asText())));
        return words.toString();
    }
}
