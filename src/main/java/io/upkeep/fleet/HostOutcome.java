package io.upkeep.fleet;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** How one host ended. */
public sealed interface HostOutcome {

    /** The target's name. */
    String host();

    /** From the first attempt to reach the host to its end. */
    Duration took();

    /** The outcome as JSON-able values, as it lies in the message body under the host's name. */
    Map<String, Object> body();

    /** Whether the host did what was asked of it. */
    default boolean succeeded() {
        return false;
    }

    /** The script exited with 0 and its output is text. */
    record Succeeded(String host, String stdout, String stderr, Duration took) implements HostOutcome {
        @Override
        public boolean succeeded() {
            return true;
        }

        @Override
        public Map<String, Object> body() {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("exit", 0);
            body.put("stdout", stdout);
            body.put("stderr", stderr);
            body.put("millis", took.toMillis());
            return body;
        }
    }

    /** The script exited with 0 and its standard output lies in a file of its own. */
    record Stored(String host, Path path, long bytes, String sha256, String stderr, Duration took)
            implements HostOutcome {
        @Override
        public boolean succeeded() {
            return true;
        }

        @Override
        public Map<String, Object> body() {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("exit", 0);
            body.put("path", path.toString());
            body.put("bytes", bytes);
            body.put("sha256", sha256);
            body.put("stderr", stderr);
            body.put("millis", took.toMillis());
            return body;
        }
    }

    /**
     * Anything else.
     *
     * @param exit the exit status, or {@code null} when none was received
     * @param what what happened, as a sentence
     * @param next what a person does next
     */
    record Failed(
            String host,
            FaultKind kind,
            String what,
            String next,
            Integer exit,
            String stdout,
            String stderr,
            Duration took)
            implements HostOutcome {
        @Override
        public Map<String, Object> body() {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("exit", exit);
            body.put("failure", kind.name());
            body.put("what", what);
            body.put("next", next);
            body.put("stdout", stdout);
            body.put("stderr", stderr);
            body.put("millis", took.toMillis());
            return body;
        }
    }

    /** The rollout stopped before this host's turn; nothing ran there. */
    record NotStarted(String host, String why) implements HostOutcome {
        @Override
        public Duration took() {
            return Duration.ZERO;
        }

        @Override
        public Map<String, Object> body() {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("exit", null);
            body.put("failure", "NOT_STARTED");
            body.put("what", "not started: " + why);
            body.put("next", "mend what stopped the rollout, then resume the run");
            return body;
        }
    }
}
