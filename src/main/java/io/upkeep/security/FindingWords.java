package io.upkeep.security;

import io.upkeep.text.Amount;
import io.upkeep.text.Shown;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What checks saw and what became of it, for people. What hosts said in it is one bounded line each. */
final class FindingWords {

    private static final int MOST = 15;
    private static final int MOST_HOSTS = 5;

    private FindingWords() {}

    /** What {@link Findings#record} gave: how many findings are open, then each that is new or over. */
    static String recorded(Map<String, Object> recorded) {
        Map<Severity, Integer> open = new EnumMap<>(Severity.class);
        for (Severity severity : Severity.values()) {
            if (recorded.get(severity.name()) instanceof Number count) {
                open.put(severity, count.intValue());
            }
        }
        List<?> opened = list(recorded, "opened");
        List<?> closed = list(recorded, "closed");
        List<?> unknown = list(recorded, "unknown");
        StringBuilder text = new StringBuilder("%s; %d new, %d closed now%s"
                .formatted(
                        open(open),
                        opened.size(),
                        closed.size(),
                        unknown.isEmpty()
                                ? ""
                                : "; %s could not look, 'upkeep findings' tells why"
                                        .formatted(Amount.of(unknown.size(), "check"))));
        lines(text, "new", opened);
        lines(text, "closed", closed);
        return text.toString();
    }

    /** {@code 3 findings are open (1 HIGH, 2 LOW)}, the worst first. */
    static String open(Map<Severity, Integer> open) {
        int all = open.values().stream().mapToInt(Integer::intValue).sum();
        if (all == 0) {
            return "no finding is open";
        }
        String each = open.entrySet().stream()
                .sorted(Map.Entry.<Severity, Integer>comparingByKey().reversed())
                .map(one -> one.getValue() + " " + one.getKey())
                .collect(Collectors.joining(", "));
        return "%s open (%s)".formatted(Amount.of(all, "finding is", "findings are"), each);
    }

    private static List<?> list(Map<String, Object> recorded, String key) {
        return recorded.get(key) instanceof List<?> list ? list : List.of();
    }

    private static void lines(StringBuilder text, String what, List<?> all) {
        all.stream().limit(MOST).forEach(one -> text.append("\n  %s: %s".formatted(what, Shown.reason(one))));
        if (all.size() > MOST) {
            text.append("\n  and %d more that are %s; see upkeep findings".formatted(all.size() - MOST, what));
        }
    }

    /** On how many hosts was looked, what each check saw there, and where none could look. */
    static String seen(Collection<Look> looks) {
        Map<String, List<Look>> checks = looks.stream()
                .filter(look -> !look.sightings().isEmpty())
                .collect(Collectors.groupingBy(Look::check, LinkedHashMap::new, Collectors.toList()));
        Set<String> hosts = looks.stream()
                .filter(look -> look.sawAnything() && !look.host().equals(Findings.OURSELVES))
                .map(Look::host)
                .collect(Collectors.toCollection(TreeSet::new));
        StringBuilder text = new StringBuilder("looked at %s for %s%s"
                .formatted(
                        Amount.of(hosts.size(), "host"),
                        looks.stream().map(Look::check).distinct().sorted().collect(Collectors.joining(", ")),
                        checks.isEmpty() && !hosts.isEmpty() ? ": nothing found" : ""));
        checks.forEach((check, own) -> text.append("\n  ").append(line(check, own)));
        Map<List<Object>, List<Look>> blind = looks.stream()
                .filter(look -> look.unknown() != null)
                .collect(Collectors.groupingBy(
                        look -> List.of(look.host(), look.unknown(), look.sawAnything()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        blind.values().stream().limit(MOST).forEach(own -> text.append("\n  ").append(blind(own)));
        if (blind.size() > MOST) {
            text.append("\n  and %d more that could not look; see upkeep findings".formatted(blind.size() - MOST));
        }
        return text.toString();
    }

    private static String line(String check, List<Look> looks) {
        List<Sighting> seen =
                looks.stream().flatMap(look -> look.sightings().stream()).toList();
        Severity worst =
                seen.stream().map(Sighting::severity).max(Severity::compareTo).orElseThrow();
        return "%s: %d found on %s, the worst %s"
                .formatted(check, seen.size(), Amount.some(names(looks, Look::host), MOST_HOSTS), worst);
    }

    private static String blind(List<Look> looks) {
        Look first = looks.get(0);
        return "%s could %s for %s: %s"
                .formatted(
                        first.host(),
                        first.sawAnything() ? "be looked at in part only" : "not be looked at",
                        String.join(", ", names(looks, Look::check)),
                        Shown.reason(first.unknown()));
    }

    private static Set<String> names(List<Look> looks, Function<Look, String> name) {
        return looks.stream().map(name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** What a finished audit comes to. */
    static String audit(List<Finding> findings, int unknown, AuditReport before) {
        Map<Severity, Integer> open = new EnumMap<>(Severity.class);
        findings.forEach(finding -> open.merge(finding.severity(), 1, Integer::sum));
        List<String> now = findings.stream().map(AuditText::line).toList();
        return "the audit is %s: %s%s; read its report: upkeep findings audit"
                .formatted(
                        unknown == 0
                                ? "complete"
                                : "INCOMPLETE, %s could not look".formatted(Amount.of(unknown, "check")),
                        open(open).replace("open", "open or accepted"),
                        before == null
                                ? "; it is the first"
                                : "; %d new and %d gone since the audit of %s"
                                        .formatted(
                                                AuditText.without(now, before.findings())
                                                        .size(),
                                                AuditText.without(before.findings(), now)
                                                        .size(),
                                                before.at()));
    }
}
