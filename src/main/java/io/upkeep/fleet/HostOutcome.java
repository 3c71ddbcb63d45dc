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
    record Stored(String host, Path path, long bytes, String stderr, Duration took) implements HostOutcome {
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
            body.put("stderr", stderr);
            body.put("millis", took.toMillis());
            return body;
        }
    }

    /** The script exited with 0 and its standard output was taken by whom it was for. */
    record Streamed(String host, long bytes, String stderr, Duration took) implements HostOutcome {
        @Override
        public boolean succeeded() {
            return true;
        }

        @Override
        public Map<String, Object> body() {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("exit", 0);
            body.put("bytes", bytes);
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

    /** It may still work, or may have ended in any way: the host did not tell. Never counts as success. */
    record Unknown(String host, String what, String next, String stdout, String stderr, Duration took)
            implements HostOutcome {
        @Override
        public Map<String, Object> body() {
            return told("UNKNOWN", what, next, stdout, stderr, took);
        }
    }

    /** Its processes were ended on request before the script was done; what it had done until then stays. */
    record Stopped(String host, String what, String stdout, String stderr, Duration took) implements HostOutcome {
        @Override
        public Map<String, Object> body() {
            return told("STOPPED", what, "see how far it came, or undo the step", stdout, stderr, took);
        }
    }

    /** It goes on there without us; the run's next owner finds it again. */
    record Left(String host, String what, Duration took) implements HostOutcome {
        @Override
        public Map<String, Object> body() {
            return told("LEFT", what, "nothing; the run's next owner waits for it", "", "", took);
        }
    }

    private static Map<String, Object> told(
            String word, String what, String next, String stdout, String stderr, Duration took) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("exit", null);
        body.put("failure", word);
        body.put("what", what);
        body.put("next", next);
        body.put("stdout", stdout);
        body.put("stderr", stderr);
        body.put("millis", took.toMillis());
        return body;
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
            body.put("next", "mend what stopped the rollout, " + HostFault.TRY_AGAIN);
            return body;
        }
    }
}
