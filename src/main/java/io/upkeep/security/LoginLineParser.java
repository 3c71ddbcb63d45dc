package io.upkeep.security;

import io.upkeep.security.LoginLine.Kind;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads lines of sshd (and sshd-session, since OpenSSH 9.8), sudo and su, from the journal or auth.log. A user name is what
 * the other side sent and may look like any part of a line: {@code root from 10.0.0.1 port 22 ssh2}. So the address of a
 * failure is the last one that the line ends with, which sshd wrote, and who was let in is a word, as names of accounts are.
 */
final class LoginLineParser {

    private static final int MOST_REPEATED = 100_000;
    /** Host, program, number; su and sudo have none in some logs. */
    private static final Pattern FRONT =
            Pattern.compile(" +\\S+ (sshd|sshd-session|sudo|su)(?:\\[(\\d+)\\])?: +(.*)", Pattern.DOTALL);

    private static final Pattern REPEATED = Pattern.compile("message repeated (\\d{1,6}) times: \\[ ?(.*)\\]");
    private static final String END = " from (\\S+) port \\d{1,5}";
    private static final Pattern ACCEPTED = Pattern.compile("Accepted \\S+ for (\\S+)" + END + "(?: ssh2)?(?::.*)?");
    private static final Pattern FAILED =
            Pattern.compile("Failed \\S+ for (?:invalid user )?(.*)" + END + "(?: ssh2)?(?:: \\S+ SHA256:\\S+.*)?");
    private static final Pattern INVALID = Pattern.compile("Invalid user (.*)" + END);
    private static final Pattern EXCEEDED = Pattern.compile(
            "error: maximum authentication attempts exceeded for (?:invalid user )?(.*)" + END + " ssh2 \\[preauth\\]");
    private static final Pattern LEFT = Pattern.compile(
            "(?:Connection (?:closed|reset) by|Disconnected from) (?:invalid|authenticating) user (.*) (\\S+) port \\d{1,5}"
                    + "(?: \\[preauth\\])?");
    private static final Pattern SUDO = Pattern.compile(
            " *(\\S+) : (?:(\\d{1,3}) incorrect password attempts?|user NOT in sudoers|command not allowed) ;.*");
    private static final Pattern SU =
            Pattern.compile("FAILED (?:SU|su) (?:\\(to (\\S+)\\) (\\S+) on|for (\\S+) by (\\S+)).*");

    private LoginLineParser() {}

    /**
     * Reads one line; empty when it says nothing of a login.
     *
     * @param now the host's time of the report
     */
    static Optional<LoginLine> parse(String line, OffsetDateTime now) {
        Optional<LogTime.Read> time = LogTime.of(line, now);
        if (time.isEmpty()) {
            return Optional.empty();
        }
        Matcher front = FRONT.matcher(line.substring(time.get().length()));
        if (!front.matches()) {
            return Optional.empty();
        }
        String message = front.group(3);
        int times = 1;
        Matcher repeated = REPEATED.matcher(message);
        if (repeated.matches()) {
            times = Math.min(MOST_REPEATED, Integer.parseInt(repeated.group(1)));
            message = repeated.group(2);
        }
        String process = front.group(1) + "[" + front.group(2) + "]";
        Said said = front.group(1).startsWith("sshd") ? sshd(message) : local(front.group(1), message);
        if (said == null) {
            return Optional.empty();
        }
        return Optional.of(new LoginLine(
                said.kind(),
                time.get().at(),
                process,
                HostText.key(said.user()),
                HostText.key(said.address()),
                said.times() * times));
    }

    private record Said(Kind kind, String user, String address, int times) {}

    private static Said sshd(String message) {
        Said said = said(Kind.ACCEPTED, ACCEPTED, message);
        said = said != null ? said : said(Kind.FAILED, FAILED, message);
        said = said != null ? said : said(Kind.LEFT, INVALID, message);
        said = said != null ? said : said(Kind.LEFT, EXCEEDED, message);
        return said != null ? said : said(Kind.LEFT, LEFT, message);
    }

    private static Said said(Kind kind, Pattern pattern, String message) {
        Matcher matcher = pattern.matcher(message);
        return matcher.matches() ? new Said(kind, matcher.group(1), matcher.group(2), 1) : null;
    }

    private static Said local(String program, String message) {
        if (program.equals("sudo")) {
            Matcher sudo = SUDO.matcher(message);
            return sudo.matches()
                    ? new Said(
                            Kind.FAILED, sudo.group(1), "", sudo.group(2) == null ? 1 : Integer.parseInt(sudo.group(2)))
                    : null;
        }
        Matcher su = SU.matcher(message);
        // who tried, not whom they wanted to be
        return su.matches() ? new Said(Kind.FAILED, su.group(2) == null ? su.group(4) : su.group(2), "", 1) : null;
    }
}
