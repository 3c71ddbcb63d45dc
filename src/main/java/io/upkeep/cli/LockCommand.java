package io.upkeep.cli;

import static io.upkeep.cli.Printed.text;
import static io.upkeep.cli.Printed.words;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code upkeep lock …}: who holds which target, and keeping runs off one. */
@Command(name = "lock", description = "Lists locks, takes one, gives one back.", mixinStandardHelpOptions = true)
final class LockCommand implements Callable<Integer> {

    /** Of a queue; the page shows all of it. */
    private static final int MOST_SHOWN = 5;

    @ParentCommand
    private UpkeepCommand upkeep;

    /** What there is, for who says no more. */
    @Override
    public Integer call() {
        return list(false);
    }

    @Command(name = "list", description = "Lists who holds what, and who waits.", mixinStandardHelpOptions = true)
    int list(@Option(names = "--json", description = "Print the server's answer as JSON.") boolean json) {
        JsonNode locks = upkeep.server().get("api/locks");
        if (json) {
            Printed.json(upkeep.terminal(), locks);
            return ExitCode.OK;
        }
        if (locks.isEmpty()) {
            upkeep.terminal().out().println("nothing is locked");
            return ExitCode.OK;
        }
        Table table = new Table(1, "LOCK", "HELD BY", "SINCE", "WAITING", "REASON");
        for (JsonNode lock : locks) {
            table.row(
                    text(lock, "name"),
                    text(lock, "holder"),
                    Times.local(lock, "since"),
                    String.valueOf(lock.path("queue").size()),
                    words(lock, "reason"));
        }
        table.print(upkeep.terminal());
        locks.forEach(this::queue);
        return ExitCode.OK;
    }

    private void queue(JsonNode lock) {
        JsonNode waiting = lock.path("queue");
        for (int place = 0; place < Math.min(waiting.size(), MOST_SHOWN); place++) {
            upkeep.terminal()
                    .out()
                    .println("%s, number %d in the queue: run %s"
                            .formatted(
                                    Plain.line(text(lock, "name")),
                                    place + 1,
                                    Plain.line(waiting.get(place).asText())));
        }
        if (waiting.size() > MOST_SHOWN) {
            upkeep.terminal()
                    .out()
                    .println("%s: and %d more".formatted(Plain.line(text(lock, "name")), waiting.size() - MOST_SHOWN));
        }
    }

    @Command(name = "take", description = "Keeps runs off a target.", mixinStandardHelpOptions = true)
    int take(
            @Parameters(paramLabel = "TARGET", description = "Its name; upkeep targets lists them.") String target,
            @Option(names = "--reason", required = true, description = "Why; shown to whoever waits.") String reason) {
        upkeep.server()
                .post(
                        "api/locks/" + Server.part(target),
                        JsonNodeFactory.instance.objectNode().put("reason", reason));
        upkeep.terminal()
                .out()
                .println(Plain.line(target) + " is locked; upkeep lock release " + Plain.line(target)
                        + " gives it back");
        return ExitCode.OK;
    }

    @Command(name = "release", description = "Gives back what a person took.", mixinStandardHelpOptions = true)
    int release(@Parameters(paramLabel = "TARGET", description = "Its name.") String target) {
        upkeep.server().delete("api/locks/" + Server.part(target));
        upkeep.terminal().out().println(Plain.line(target) + " is free");
        return ExitCode.OK;
    }
}
