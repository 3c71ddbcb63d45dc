package io.upkeep.web;

import io.upkeep.run.LogEntry;
import io.upkeep.run.RunJournal;
import io.upkeep.run.RunLog;
import io.upkeep.text.Shown;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/runs/ID/log}: what steps and hosts said while a run was at work. */
@RestController
class RunLogApi {

    private static final Pattern ID = Pattern.compile("\\d{1,18}");
    private static final String END = "end";

    private final RunJournal journal;
    private final RunLog log;

    RunLogApi(RunJournal journal, RunLog log) {
        this.journal = journal;
        this.log = log;
    }

    /**
     * Lines from one place, as the API shows them.
     *
     * @param id to go on behind: {@code after}
     * @param host null for what the step itself says
     * @param stream said, out or err
     */
    record Lines(long id, Instant at, String phase, String step, String host, String stream, String text) {

        static Lines of(LogEntry entry) {
            return new Lines(
                    entry.id(),
                    entry.at(),
                    entry.phase().name(),
                    entry.step(),
                    entry.host(),
                    entry.stream().name().toLowerCase(Locale.ROOT),
                    entry.text());
        }
    }

    /**
     * Oldest first; who follows asks again with the last id. With {@code before} what comes right before an entry, or the end.
     */
    @GetMapping("/api/runs/{id}/log")
    List<Lines> read(
            @PathVariable String id,
            @RequestParam(defaultValue = "0") String after,
            @RequestParam(required = false) String before,
            @RequestParam(defaultValue = "200") String limit,
            @RequestParam(required = false) String host,
            @RequestParam(required = false) String step,
            @RequestParam(required = false) String stream) {
        UUID run = Identified.RUN.id(id);
        if (given(before) != null && !after.equals("0")) {
            throw new BadValue(
                    "what comes after one entry and before another cannot be asked for; leave after or before out");
        }
        RunLog.Choice choice = new RunLog.Choice(given(host), given(step), stream(stream));
        List<LogEntry> entries = given(before) == null
                ? log.read(run, choice, after(after), Limit.of(limit))
                : log.readBack(run, choice, before(before), Limit.of(limit));
        if (entries.isEmpty() && journal.find(run).isEmpty()) {
            throw RunsApi.noSuchRun(run);
        }
        return entries.stream().map(Lines::of).toList();
    }

    /** Whose lines can be chosen. */
    @GetMapping("/api/runs/{id}/log/hosts")
    List<String> hosts(@PathVariable String id) {
        UUID run = Identified.RUN.id(id);
        List<String> hosts = log.hosts(run);
        if (hosts.isEmpty() && journal.find(run).isEmpty()) {
            throw RunsApi.noSuchRun(run);
        }
        return hosts;
    }

    private static String given(String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private static long after(String text) {
        if (ID.matcher(text).matches()) {
            return Long.parseLong(text);
        }
        throw new BadValue(
                "after '%s' is not the id of an entry; write after=0 for the beginning".formatted(Shown.of(text)));
    }

    private static long before(String text) {
        if (text.equals(END)) {
            return Long.MAX_VALUE;
        }
        if (ID.matcher(text).matches()) {
            return Long.parseLong(text);
        }
        throw new BadValue("before '%s' is not the id of an entry; write before=%s for what was said last"
                .formatted(Shown.of(text), END));
    }

    private static LogEntry.Stream stream(String text) {
        if (given(text) == null) {
            return null;
        }
        return Arrays.stream(LogEntry.Stream.values())
                .filter(stream -> stream.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new BadValue(
                        "stream '%s' is none of said, out, err; write stream=err".formatted(Shown.of(text))));
    }
}
