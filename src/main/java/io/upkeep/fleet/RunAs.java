package io.upkeep.fleet;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The user that a script runs as, by {@code sudo -n}, which never asks for a password. Script and values reach sudo
 * through a pipe: neither its log nor the list of processes shows them, and what it does to the environment is no matter.
 *
 * @param user a name in the host's own list of users
 */
record RunAs(String user) {

    /** Tells {@code once.sh} whose processes it may have to end; no route may set it. */
    static final String VARIABLE = "UPKEEP_AS";

    private static final String PROGRAM = "UPKEEP_PROGRAM";
    private static final String END = "#whole";

    /**
     * What sudo starts. A program of which nothing, or a part, arrives is refused: evaluated, nothing would be a success. So would be
     * a reader that is killed or is not there, were its exit status not looked at.
     */
    static final String START = "read -r n && p=$(head -c \"$n\") && case $p in *\"" + END
            + "\") eval \"$p\" ;; *) echo \"the script did not arrive whole; nothing of it was run\" >&2; exit 74 ;; esac";

    private static final Pattern USER = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");

    /** A script and its values in an order that is the same for every owner, as the login user's shell takes them. */
    record Script(String text, Map<String, String> environment) {}

    /** @throws IllegalArgumentException when it is neither {@code true}, {@code false} nor a user's name */
    static Optional<RunAs> parse(String option) {
        if (option.isBlank() || option.equals("false")) {
            return Optional.empty();
        }
        String user = option.equals("true") ? "root" : option;
        if (!USER.matcher(user).matches()) {
            throw new IllegalArgumentException(
                    "sudo '" + option + "' is no user's name; write true for root, or a name such as postgres");
        }
        return Optional.of(new RunAs(user));
    }

    /** The script that has this one run by the user: the first line of its input says how long the program is. */
    Script script(String script, Map<String, String> environment, Duration timeout) {
        String program = HostCommand.bounded(script, environment, timeout) + "\n" + END;
        int bytes = program.getBytes(StandardCharsets.UTF_8).length;
        return new Script(
                "{ printf '%s\\n%s' " + bytes + " \"$" + PROGRAM + "\"; exec cat; } | " + sudo() + " sh -c '" + START
                        + "'",
                new TreeMap<>(Map.of(VARIABLE, user, PROGRAM, program)));
    }

    private String sudo() {
        return "sudo -n -H -u " + user + " --";
    }

    /** Goes before a command that is not sent with {@code once.sh}: says why sudo refuses, and ends. */
    String asked() {
        return "why=$(LC_ALL=C " + sudo() + " sh -c : 2>&1 </dev/null) || {"
                + " printf '@upkeep sudo %s\\n' \"$(printf %s \"$why\" | tr '\\n' ' ')\" >&2; exit 78; }; ";
    }
}
