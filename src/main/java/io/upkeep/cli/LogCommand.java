package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.TimeUnit;

/** {@code upkeep runs log}: prints a run's log, and stays with it. */
final class LogCommand {

    private static final long EVERY_MILLIS = 1_000;
    private static final int MAX_FAILURES = 60;

    private final UpkeepCommand upkeep;
    private final Server server;
    private final String id;
    private final RunLog log;
    private boolean isEmpty = true;

    LogCommand(UpkeepCommand upkeep, String id, String host, String step) {
        this.upkeep = upkeep;
        this.server = upkeep.server();
        this.id = server.id("api/runs", id);
        this.log = new RunLog(upkeep.terminal(), server, this.id, part("host", host) + part("step", step));
    }

    private static String part(String name, String value) {
        return value == null ? "" : "&" + name + "=" + Server.part(value);
    }

    /** Returns 0 when there is such a run, whatever became of it. */
    int print(boolean follow) throws InterruptedException {
        boolean atRest = false;
        int failures = 0;
        while (!atRest) {
            try {
                // asked before the log is read: what was said until then is written a moment later
                atRest = !follow || Follow.isAtRest(server.get("api/runs/" + Server.part(id)));
                if (follow) {
                    TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
                }
                log.readOn(this::print);
                failures = 0;
            } catch (CommandFailed away) {
                if (!follow || away.exitCode() != ExitCode.UNREACHABLE || ++failures >= MAX_FAILURES) {
                    throw away;
                }
                atRest = false;
                TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
            }
        }
        if (isEmpty) {
            JsonNode run = server.get("api/runs/" + Server.part(id));
            upkeep.terminal()
                    .out()
                    .println("run %s of %s has said nothing that is kept"
                            .formatted(Plain.line(text(run, "id")), Plain.line(text(run, "pipeline"))));
        }
        return ExitCode.OK;
    }

    private void print(String line) {
        isEmpty = false;
        upkeep.terminal().out().println(line);
    }
}
