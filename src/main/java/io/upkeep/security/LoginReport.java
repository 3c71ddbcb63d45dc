package io.upkeep.security;

import io.upkeep.security.LoginLine.Kind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What {@code login-report.sh} told of a host.
 *
 * @param problem why it cannot be used; null when it can
 * @param name what the host calls itself
 * @param position up to where its log is read now; null to stay where it was
 * @param failures how many attempts failed
 * @param successes logins over the network, in order
 * @param skipped lines that were too many to read
 * @param gap what of the log could not be read any more; null for nothing
 */
record LoginReport(
        String problem,
        String name,
        String position,
        Map<Attempt, Integer> failures,
        List<LoginLine> successes,
        long skipped,
        String gap) {

    /** Who tried from where in which minute. */
    record Attempt(String address, String user, Instant minute) {}

    private static final Pattern NAME = Pattern.compile("[0-9A-Za-z._-]{1,128}");
    private static final Pattern POSITION = Pattern.compile("\\S{1,400}");

    /** @param readAt when the log was read last; null for never. What is older was counted, where a log is read anew. */
    static LoginReport read(String text, Instant readAt) {
        ScriptReport report = ScriptReport.parse(text);
        if (report.problem() != null) {
            return unusable(report.problem());
        }
        ScriptReport.Section log = report.section("log");
        if (!log.status().equals("0")) {
            return unusable("the login log could not be read (status '%s'): %s"
                    .formatted(
                            log.status(), log.values().getOrDefault("problem", "the command failed or took too long")));
        }
        try {
            OffsetDateTime now = LogTime.now(report.values().getOrDefault("now", ""));
            boolean anew = readAt != null && !log.values().containsKey("continued");
            List<LoginLine> lines = log.lines().stream()
                    .map(line -> LoginLineParser.parse(line, now))
                    .flatMap(Optional::stream)
                    .filter(line -> !anew || line.at().isAfter(readAt))
                    .toList();
            String name = report.values().getOrDefault("host", "");
            String position = log.values().getOrDefault("position", "");
            boolean usable =
                    NAME.matcher(name).matches() && POSITION.matcher(position).matches();
            return new LoginReport(
                    null,
                    name,
                    usable ? position : null,
                    failures(lines, now.toInstant()),
                    lines.stream()
                            .filter(line -> line.kind() == Kind.ACCEPTED
                                    && !line.address().isEmpty())
                            .toList(),
                    Long.parseLong(log.values().getOrDefault("skipped", "0")),
                    log.values().get("gap"));
        } catch (DateTimeException | NumberFormatException damaged) {
            return unusable("the report has no time of the host, or one that is none: it is not the script's");
        }
    }

    /** Attempts of one connection: those that its process told of, or one when it only ended without a login. */
    private static Map<Attempt, Integer> failures(List<LoginLine> lines, Instant now) {
        Map<String, List<LoginLine>> processes = new LinkedHashMap<>();
        lines.forEach(line -> processes
                .computeIfAbsent(line.process(), any -> new ArrayList<>())
                .add(line));
        Map<Attempt, Integer> failures = new HashMap<>();
        for (List<LoginLine> process : processes.values()) {
            List<LoginLine> failed =
                    process.stream().filter(line -> line.kind() == Kind.FAILED).toList();
            List<LoginLine> counted = failed.isEmpty()
                    ? process.stream()
                            .filter(line -> line.kind() == Kind.LEFT)
                            .limit(1)
                            .toList()
                    : failed;
            for (LoginLine line : counted) {
                // a host whose clock is ahead must not keep its failures in the window for ever
                Instant minute = (line.at().isAfter(now) ? now : line.at()).truncatedTo(ChronoUnit.MINUTES);
                failures.merge(new Attempt(line.address(), line.user(), minute), line.times(), Integer::sum);
            }
        }
        return failures;
    }

    private static LoginReport unusable(String problem) {
        return new LoginReport(problem, null, null, Map.of(), List.of(), 0, null);
    }
}
