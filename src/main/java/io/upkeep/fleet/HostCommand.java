package io.upkeep.fleet;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Work outside of runs, and work that only reads: bounded by {@code timeout} on the host itself, so that it cannot
 * outlive a lost connection for ever; a host without it is bounded by the connection alone. Values and script are quoted
 * whole, nothing is ever spliced into a script. Standard input stays free.
 */
record HostCommand(String line) implements HostWork {

    /** Linux takes no single argument of 128 KiB or more (MAX_ARG_STRLEN), and sshd passes the command as one. */
    private static final int LONGEST = 128 * 1024 - 1;

    /** As once.sh says it: a command that nobody executed would pass for one that found nothing. */
    private static final String BEGINS = "echo \"@upkeep started -\" >&2; ";

    /**
     * Builds the command.
     *
     * @throws IllegalArgumentException when it is too long for a host to take, or a value holds a NUL character
     */
    static HostCommand of(String script, Map<String, String> environment, Duration timeout) {
        return new HostCommand(checked(bounded(BEGINS, script, environment, timeout)));
    }

    /** The command line alone. */
    static String bounded(String script, Map<String, String> environment, Duration timeout) {
        return checked(bounded("", script, environment, timeout));
    }

    /** One command: of several a login shell would become none, and would stay as a process more. */
    private static String bounded(String first, String script, Map<String, String> environment, Duration timeout) {
        return assignments(environment)
                + "sh -c '" + first + "if command -v timeout >/dev/null 2>&1; then exec timeout -k 5 "
                + seconds(timeout)
                + " sh -c \"$0\"; fi; exec sh -c \"$0\"' "
                + quoted("the script", script);
    }

    /** Builds the command for a script that another user runs. */
    static HostCommand of(RunAs as, String script, Map<String, String> environment, Duration timeout) {
        RunAs.Script wrapped = as.script(script, environment, timeout);
        return new HostCommand(checked(as.asked() + bounded(BEGINS, wrapped.text(), wrapped.environment(), timeout)));
    }

    @Override
    public String start(Optional<String> boot) {
        return line;
    }

    @Override
    public Optional<String> stop() {
        return Optional.empty();
    }

    static String assignments(Map<String, String> environment) {
        StringBuilder assignments = new StringBuilder();
        environment.forEach((name, value) -> assignments
                .append(name)
                .append('=')
                .append(quoted("variable " + name, value))
                .append(' '));
        return assignments.toString();
    }

    static long seconds(Duration timeout) {
        return Math.max(1, (timeout.toMillis() + 999) / 1000);
    }

    static String checked(String command) {
        int length = command.getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST) {
            throw new IllegalArgumentException("script and variables are " + length
                    + " bytes once quoted, a host takes " + LONGEST + "; send bulk through input=body");
        }
        return command;
    }

    static String quoted(String what, String value) {
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    what + " holds a NUL character, which no shell can take; send binary data through input=body");
        }
        return "'" + value.replace("'", "'\\''") + "'";
    }
}
