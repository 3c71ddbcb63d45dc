package io.upkeep.fleet;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * The one command line that is sent to a host: values and script are quoted whole, nothing is ever spliced into a
 * script. {@code timeout} bounds the script on the host itself, so that it cannot outlive a lost connection; a host
 * without it is bounded by the connection alone. Standard input stays free.
 */
final class HostCommand {

    /** Linux takes no single argument of 128 KiB or more (MAX_ARG_STRLEN), and sshd passes the command as one. */
    private static final int LONGEST = 128 * 1024 - 1;

    private HostCommand() {}

    /**
     * Builds the command.
     *
     * @throws IllegalArgumentException when it is too long for a host to take, or a value holds a NUL character
     */
    static String of(String script, Map<String, String> environment, Duration timeout) {
        StringBuilder command = new StringBuilder();
        environment.forEach((name, value) -> command.append(name)
                .append('=')
                .append(quoted("variable " + name, value))
                .append(' '));
        long seconds = Math.max(1, (timeout.toMillis() + 999) / 1000);
        command.append("sh -c 'if command -v timeout >/dev/null 2>&1; then exec timeout -k 5 ")
                .append(seconds)
                .append(" sh -c \"$0\"; fi; exec sh -c \"$0\"' ")
                .append(quoted("the script", script));
        int length = command.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST) {
            throw new IllegalArgumentException("script and variables are " + length
                    + " bytes once quoted, a host takes " + LONGEST + "; send bulk through input=body");
        }
        return command.toString();
    }

    private static String quoted(String what, String value) {
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    what + " holds a NUL character, which no shell can take; send binary data through input=body");
        }
        return "'" + value.replace("'", "'\\''") + "'";
    }
}
