package io.upkeep.log;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** What was done with logs, kept step by step, as routes see it: {@code method: {ref: logReports, method: …}}. */
@Component("logReports")
public class LogReports {

    private static final Pattern LEFT_OUT = Pattern.compile("(?m)^([^:\n]+): " + LogRules.LEFT_OUT + ": (.*)$");

    private final JdbcLogReports records;

    LogReports(JdbcLogReports records) {
        this.records = records;
    }

    /**
     * Keeps what hosts said of one step, also those that failed on the way; keeping it again changes nothing.
     *
     * @param work {@code rotate}, {@code compress} or {@code remove}
     * @param outcomes the body that {@code fleet:} leaves
     * @return the same, for people, and which hosts failed
     */
    public String note(String run, String work, Map<String, Object> outcomes) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(outcomes).forEach((host, outcome) -> {
            HostLogs logs = HostLogs.read(LogRules.stdout(outcome));
            boolean failed = LogRules.isFailure(outcome);
            // it tells while it works; who was ended in between had done so much, and maybe more
            boolean cutOff = failed && logs.tellsOf(work) && !logs.whole();
            if (logs.tellsOf(work) || failed) {
                HostLogs kept = failed ? logs.with(work + " failed: " + LogRules.why(outcome)) : logs;
                records.note(UUID.fromString(run), host, work, kept, cutOff);
            }
            if (logs.tellsOf(work)) {
                text.append(words(host, cutOff ? "at least " : "", work, logs)).append('\n');
            }
            logs.notes().forEach(note -> text.append("  left: ").append(note).append('\n'));
        });
        return text.append(LogRules.failed(outcomes, work)).toString().stripTrailing();
    }

    /**
     * Keeps which hosts were left out of the run and why; keeping it again changes nothing.
     *
     * @param hosts what {@link LogRules#leftOut(Map)} says
     */
    public void leftOut(String run, String hosts) {
        LEFT_OUT.matcher(hosts)
                .results()
                .forEach(host -> records.leftOut(UUID.fromString(run), host.group(1), host.group(2)));
    }

    /**
     * Keeps what hosts had done when their step was ended.
     *
     * @param why what ended it; thrown again
     */
    public void noteAndFail(String run, String work, Map<String, Object> outcomes, Exception why) throws Exception {
        note(run, work, outcomes);
        throw why;
    }

    private static String words(String host, String least, String work, HostLogs logs) {
        HostLogs.Figure did = logs.of(work);
        return switch (work) {
            case "rotate" -> "%s: %s%d rotated, %d bytes freed".formatted(host, least, did.files(), did.freed());
            case "compress" -> "%s: %s%d compressed, %d bytes freed".formatted(host, least, did.files(), did.freed());
            default ->
                "%s: %s%d deleted, %d bytes freed, and %d empty ones"
                        .formatted(
                                host,
                                least,
                                did.files(),
                                did.freed(),
                                logs.figure("emptied").files());
        };
    }

    /** The newest reports, newest first, those of a run by host. */
    public List<LogReport> newest(int limit) {
        return records.newest(limit);
    }
}
