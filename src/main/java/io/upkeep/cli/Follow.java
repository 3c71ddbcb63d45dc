package io.upkeep.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Watches one run until it is at rest: by the server's event stream, and by asking while there is none. A connection
 * that says nothing for three heartbeats is given up and opened anew. A run that waits is asked for also in between: that
 * nobody takes it up, as each node is paused, changes nothing of the run, and the stream does not tell it.
 */
final class Follow {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TICK = Duration.ofMillis(200);
    private static final int SILENT_TICKS = 5 * 45;
    private static final int HEARTBEATS_A_LOOK = 2;
    private static final int MAX_FAILURES = 20;

    private final Server server;
    private final Progress progress;
    private final String path;

    Follow(Server server, String run, Progress progress) {
        this.server = server;
        this.path = "api/runs/" + Server.part(run);
        this.progress = progress;
    }

    /**
     * Returns the run at rest.
     *
     * @throws CommandFailed UNREACHABLE when the server stays away for about a minute; the run itself goes on
     */
    JsonNode untilAtRest() throws InterruptedException {
        int failures = 0;
        while (true) {
            try {
                JsonNode run = server.get(path);
                progress.show(run);
                failures = 0;
                if (isAtRest(run)) {
                    return run;
                }
                Optional<JsonNode> last = watchStream(run);
                if (last.isPresent()) {
                    return last.get();
                }
            } catch (CommandFailed e) {
                if (e.exitCode() != ExitCode.UNREACHABLE || ++failures >= MAX_FAILURES) {
                    throw e;
                }
                progress.lost();
            }
            TimeUnit.MILLISECONDS.sleep(Math.min(4000, 500L << Math.min(failures, 3)));
        }
    }

    /** The run at rest, or nothing when the stream ended before. */
    private Optional<JsonNode> watchStream(JsonNode asked) throws InterruptedException {
        EventLines lines = new EventLines();
        CompletableFuture<Void> stream = server.stream(path + "/events", lines);
        JsonNode run = asked;
        int silent = 0;
        int heartbeats = 0;
        try {
            while (silent < SILENT_TICKS) {
                Optional<String> line = lines.next(TICK);
                if (line.isEmpty()) {
                    silent++;
                    progress.tick();
                } else if (EventLines.isEnd(line.get())) {
                    return Optional.empty();
                } else {
                    silent = 0;
                    boolean isTimeToLook =
                            isHeartbeat(line.get()) && ++heartbeats % HEARTBEATS_A_LOOK == 0 && waits(run);
                    Optional<JsonNode> now = isTimeToLook ? Optional.of(server.get(path)) : run(line.get());
                    if (now.isPresent()) {
                        run = now.get();
                        progress.show(run);
                    }
                    if (isAtRest(run)) {
                        return Optional.of(run);
                    }
                }
            }
            return Optional.empty();
        } finally {
            lines.close();
            stream.cancel(true);
        }
    }

    private static boolean isHeartbeat(String line) {
        return line.startsWith(":");
    }

    /** A run in a data line; the other lines (event names, heartbeats) tell nothing that the data do not. */
    private static Optional<JsonNode> run(String line) {
        if (!line.startsWith("data:")) {
            return Optional.empty();
        }
        try {
            JsonNode data = JSON.readTree(line.substring("data:".length()));
            return data.hasNonNull("state") && data.hasNonNull("id") ? Optional.of(data) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static boolean waits(JsonNode run) {
        return switch (run.path("state").asText()) {
            case "REQUESTED", "WAITING", "ROLLBACK_WAITING" -> true;
            default -> false;
        };
    }

    static boolean isAtRest(JsonNode run) {
        return switch (run.path("state").asText()) {
            case "REQUESTED", "WAITING", "RUNNING", "ROLLING_BACK", "ROLLBACK_WAITING" -> false;
            default -> true;
        };
    }
}
