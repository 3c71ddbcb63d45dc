package io.upkeep.log;

import io.upkeep.text.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** The rules for logs, as routes see them: {@code method: {ref: logRules, method: …}}. */
@Component("logRules")
public class LogRules {

    static final String LEFT_OUT = "left out";

    /** Of so few files a large share says nothing. */
    private static final int FEW = 10;

    private static final int LONGEST = 600;

    /** A refusal names files while it is shorter: what is wrong on the other hosts comes first. */
    private static final int ROOM_FOR_NAMES = 2_400;

    private final LogSettings settings;

    LogRules(LogSettings settings) {
        this.settings = settings;
    }

    /**
     * The rules for {@code manage-logs.sh}: lines {@code name=value}.
     *
     * @throws LogsRefused when no directory is set
     */
    public String text() {
        if (settings.directory() == null) {
            throw new LogsRefused(
                    "no directory of logs is set; write upkeep.logs.directory: /var/log/NAME in application.yaml");
        }
        List<String> lines = new ArrayList<>();
        lines.add("directory=" + settings.directory());
        lines.add("configuration=" + (settings.configuration() == null ? "" : settings.configuration()));
        lines.add("compress=" + settings.compressAfter().toMinutes());
        lines.add("remove=" + settings.deleteAfter().toMinutes());
        lines.add("empty=" + settings.emptyAfter().toMinutes());
        lines.add("files=" + settings.mostRemoved().files());
        lines.add("percent=" + settings.mostRemoved().percent());
        settings.patterns().forEach(pattern -> lines.add("pattern=" + pattern));
        return String.join("\n", lines);
    }

    /**
     * Judges what hosts said of a look.
     *
     * @param outcomes the body that {@code fleet:} leaves with {@code failedHosts=result}: a host that could not look is left out
     * @return what would happen, for people
     * @throws LogsRefused naming every host where too much would go at once, or that did not say all; or when none could look
     */
    public String judge(Map<String, Object> outcomes) {
        Map<String, HostLogs> hosts = new TreeMap<>();
        looked(outcomes).forEach((host, outcome) -> hosts.put(host, HostLogs.read(stdout(outcome))));
        List<String> mistakes = new ArrayList<>();
        hosts.forEach((host, logs) -> {
            boolean room = String.join("; ", mistakes).length() < ROOM_FOR_NAMES;
            String mistake = mistake(logs, room ? going(logs) : "");
            if (!mistake.isEmpty()) {
                mistakes.add(host + ": " + mistake);
            }
        });
        if (hosts.isEmpty()) {
            mistakes.add("no host could look at its logs: " + leftOut(outcomes));
        }
        if (!mistakes.isEmpty()) {
            throw new LogsRefused(String.join("; ", mistakes));
        }
        StringBuilder text = new StringBuilder();
        hosts.forEach((host, logs) -> text.append(words(host, logs)));
        text.append(leftOut(outcomes));
        return text.toString().stripTrailing();
    }

    /** The hosts whose logs are worked on, those that could look, joined by commas: a variable for {@code only}. */
    public String reached(Map<String, Object> outcomes) {
        return String.join(",", looked(outcomes).keySet());
    }

    /** Which hosts could not look and why, one line per host; empty when all did. Nothing is touched on them. */
    public String leftOut(Map<String, Object> outcomes) {
        return failures(outcomes, LEFT_OUT);
    }

    /**
     * The same with those that failed at their work: one that cannot rotate or compress still deletes.
     *
     * @param before who was told of before
     * @param work {@code rotate}, {@code compress} or {@code remove}
     */
    public String leftOut(String before, String work, Map<String, Object> outcomes) {
        return before + failed(outcomes, work);
    }

    static String failed(Map<String, Object> outcomes, String work) {
        return failures(outcomes, work + " failed");
    }

    private static String failures(Map<String, Object> outcomes, String word) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(outcomes).forEach((host, outcome) -> {
            if (isFailure(outcome)) {
                text.append("%s: %s: %s\n".formatted(host, word, why(outcome)));
            }
        });
        return text.toString();
    }

    /** What a failure says of itself. */
    static String why(Object failure) {
        Map<?, ?> fields = (Map<?, ?>) failure;
        return Shown.line(fields.get("what") + "; " + fields.get("next"), LONGEST);
    }

    static boolean isFailure(Object outcome) {
        return outcome instanceof Map<?, ?> fields && fields.get("failure") != null;
    }

    private static Map<String, Object> looked(Map<String, Object> outcomes) {
        Map<String, Object> looked = new TreeMap<>(outcomes);
        looked.values().removeIf(LogRules::isFailure);
        return looked;
    }

    /** The files that would go, the first of each place. */
    private String going(HostLogs logs) {
        StringBuilder text = new StringBuilder();
        logs.going()
                .forEach(going -> text.append(text.isEmpty() ? ": " : "; ").append(going.words(settings.directory())));
        long others = logs.figure("places").files() - logs.going().size();
        return others > 0 ? text + "; others in more directories: " + others : text.toString();
    }

    private String mistake(HostLogs logs, String going) {
        if (!logs.whole()) {
            return "it did not tell all its logs; run manage-logs.sh there with WORK=look";
        }
        long all = logs.figure("total").files();
        long count = logs.figure("remove").files() + logs.figure("empty").files();
        LogSettings.MostRemoved most = settings.mostRemoved();
        boolean tooMany = count > most.files() || (count > FEW && count * 100 > all * most.percent());
        return tooMany
                ? ("%d of %d files would be deleted at once, more than %d or %d percent%s; look at the host's clock and at the rules,"
                                + " and if that is right raise upkeep.logs.most-removed for one run")
                        .formatted(count, all, most.files(), most.percent(), going)
                : "";
    }

    private static String words(String host, HostLogs logs) {
        HostLogs.Figure compress = logs.figure("compress");
        HostLogs.Figure remove = logs.figure("remove");
        StringBuilder text =
                new StringBuilder("%s: of %d files compress %d (%d bytes), delete %d (%d bytes) and %d empty ones%n"
                        .formatted(
                                host,
                                logs.figure("total").files(),
                                compress.files(),
                                compress.bytes(),
                                remove.files(),
                                remove.bytes(),
                                logs.figure("empty").files()));
        logs.notes().forEach(note -> text.append("  ").append(note).append('\n'));
        return text.toString();
    }

    static String stdout(Object outcome) {
        return outcome instanceof Map<?, ?> map ? String.valueOf(map.get("stdout")) : "";
    }
}
