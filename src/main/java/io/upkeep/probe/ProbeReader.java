package io.upkeep.probe;

import io.upkeep.probe.condition.Condition;
import io.upkeep.probe.condition.Fact;
import io.upkeep.target.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.convert.DurationStyle;

/** Reads one declared probe; every mistake names the setting, its value and a correct one. */
final class ProbeReader {

    private static final Set<String> COMMON =
            Set.of("kind", "every", "failures", "successes", "critical-unless", "warning-unless");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final Pattern LISTED = Pattern.compile("([a-z-]+)(?:\\.\\d+)?");
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final int MOST_IN_A_ROW = 100;

    private final Target target;
    private final String name;
    private final Map<String, String> written;
    private final ProbeFiles files;

    private ProbeReader(Target target, String name, Map<String, String> written, ProbeFiles files) {
        this.target = target;
        this.name = name;
        this.written = written;
        this.files = files;
    }

    /** @param written the settings below {@code upkeep.targets.<target>.probes.<name>}, lists as {@code key.0} */
    static DeclaredProbe read(Target target, String name, Map<String, String> written, ProbeFiles files) {
        return new ProbeReader(target, name, written, files).read();
    }

    private DeclaredProbe read() {
        if (!NAME.matcher(name).matches()) {
            throw wrong("", "the name is none", "lower-case letters, digits and dashes, such as health");
        }
        String word = written.getOrDefault("kind", "");
        ProbeKind kind =
                ProbeKind.of(word).orElseThrow(() -> wrong("kind", "there is no such kind", ProbeKind.words()));
        requireKnown(kind);
        Thresholds thresholds = new Thresholds(count("failures", 3), count("successes", 2));
        Map<String, String> options = new ProbeAddress(target, kind, written, files, this::wrong).options();
        List<Condition> critical = conditions(kind, "critical-unless");
        List<Condition> warning = conditions(kind, "warning-unless");
        // who says what is critical does not get warnings that he did not ask for
        boolean isUsual = critical.isEmpty() && warning.isEmpty();
        return new DeclaredProbe(
                target.name(),
                name,
                kind,
                duration("every", "1m"),
                thresholds,
                critical.isEmpty() ? usual(kind) : critical,
                isUsual ? kind.usual().parsedWarning() : warning,
                options);
    }

    private List<Condition> usual(ProbeKind kind) {
        return kind == ProbeKind.HEARTBEAT
                ? List.of(Condition.parse("[AGE] < " + duration("within", "").toMillis() + "ms"))
                : kind.usual().parsedCritical();
    }

    private void requireKnown(ProbeKind kind) {
        Set<String> known = new TreeSet<>(COMMON);
        known.addAll(kind.options());
        for (String key : written.keySet()) {
            Matcher listed = LISTED.matcher(key);
            if (!listed.matches() || !known.contains(listed.group(1))) {
                throw wrong(
                        key, "a " + kind.word() + " probe has no such setting", "one of " + String.join(", ", known));
            }
        }
    }

    private List<Condition> conditions(ProbeKind kind, String key) {
        List<Condition> conditions = new ArrayList<>();
        for (int i = 0; ; i++) {
            String at = key + "." + i;
            Optional<String> text =
                    Optional.ofNullable(written.get(at)).or(() -> Optional.ofNullable(written.get(key)));
            if (text.isEmpty() || (i > 0 && !written.containsKey(at))) {
                return conditions;
            }
            conditions.add(condition(kind, key, text.get()));
        }
    }

    private Condition condition(ProbeKind kind, String key, String text) {
        try {
            Condition condition = Condition.parse(text);
            for (Fact fact : condition.facts()) {
                if (!kind.facts().contains(fact)) {
                    throw new IllegalArgumentException("condition '%s' asks for [%s]; a %s probe tells only %s"
                            .formatted(text, fact, kind.word(), new TreeSet<>(kind.facts())));
                }
            }
            return condition;
        } catch (IllegalArgumentException mistake) {
            throw new IllegalArgumentException(mistake.getMessage() + " " + where(key), mistake);
        }
    }

    private Duration duration(String key, String usual) {
        String text = written.getOrDefault(key, usual);
        try {
            Duration duration = DurationStyle.detectAndParse(text);
            if (duration.compareTo(SHORTEST) >= 0) {
                return duration;
            }
        } catch (IllegalArgumentException none) {
            // told below
        }
        throw wrong(key, "'" + text + "' is no duration of 100 ms or more", "30s, 5m or 24h");
    }

    private int count(String key, int usual) {
        String text = written.getOrDefault(key, String.valueOf(usual));
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST_IN_A_ROW) {
            throw wrong(key, "'" + text + "' is no number from 1 to " + MOST_IN_A_ROW, String.valueOf(usual));
        }
        return Integer.parseInt(text);
    }

    private IllegalArgumentException wrong(String key, String problem, String example) {
        String value = written.containsKey(key) && !problem.contains("'") ? " '" + written.get(key) + "'" : "";
        return new IllegalArgumentException("probe '%s' of target '%s': %s%s: %s; write %s %s"
                .formatted(name, target.name(), key.isEmpty() ? "name" : key, value, problem, example, where(key)));
    }

    private String where(String key) {
        return "(application.yaml, upkeep.targets.%s.probes.%s%s)"
                .formatted(target.name(), name, key.isEmpty() ? "" : "." + key);
    }
}
