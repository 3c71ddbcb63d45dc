package io.upkeep.security;

import io.upkeep.security.ScriptReport.Section;
import io.upkeep.security.SecurityProperties.Scans;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What scanners told of a host: findings by package, or UNKNOWN where one is missing, failed or knows only old things. */
final class ScanRules {

    static final String PENDING = "pending-updates";
    private static final int MOST_IDS = 5;
    private static final int MOST = 300;

    private ScanRules() {}

    /** Whether a check is one of these. */
    static boolean isOf(String check) {
        return check.equals(PENDING)
                || Arrays.stream(Scanner.values())
                        .anyMatch(scanner -> scanner.word().equals(check));
    }

    /** Judges what {@code vulnerability-report.sh} printed. */
    static List<Look> vulnerabilities(String host, String text, Instant now, Scans limits) {
        ScriptReport report = ScriptReport.parse(text);
        if (report.problem() != null) {
            return blindVulnerabilities(host, report.problem(), now, limits);
        }
        List<Look> looks = new ArrayList<>();
        looks.add(pending(host, report.section("pending"), now, limits));
        for (Scanner scanner : Scanner.values()) {
            Section section = report.section(scanner.word());
            // one that nobody asked for counts only where it is installed
            if (limits.scanners().contains(scanner.word()) || !section.status().equals("127")) {
                looks.add(scanned(host, scanner, section, now, limits));
            }
        }
        return looks;
    }

    /** Nothing could be seen of the host. */
    static List<Look> blindVulnerabilities(String host, String why, Instant now, Scans limits) {
        List<Look> looks = new ArrayList<>();
        looks.add(Look.blind(host, PENDING, now, why));
        limits.scanners().stream()
                .filter(name -> !name.equals("lynis"))
                .forEach(name -> looks.add(Look.blind(host, name, now, why)));
        return looks;
    }

    private static Look pending(String host, Section section, Instant now, Scans limits) {
        String problem = problem(section, "this host has no apt-get; there is nothing to install")
                .or(() -> stale(section, "the package lists", "fetch them: apt-get update", limits))
                .orElse(null);
        if (problem != null) {
            return Look.blind(host, PENDING, now, problem);
        }
        List<Sighting> seen = new ArrayList<>();
        for (String line : section.lines()) {
            if (line.startsWith("pending ")) {
                String name = line.substring("pending ".length());
                seen.add(new Sighting(
                        name,
                        Severity.HIGH,
                        "a security update of %s is pending; see upkeep plan apply-security-updates".formatted(name)));
            } else if (line.startsWith("held ")) {
                String name = line.substring("held ".length());
                seen.add(new Sighting(
                        "held " + name,
                        Severity.MEDIUM,
                        "%s is held: it gets no security updates; apt-mark unhold %s".formatted(name, name)));
            }
        }
        return Look.saw(host, PENDING, now, bounded(seen));
    }

    private static Look scanned(String host, Scanner scanner, Section section, Instant now, Scans limits) {
        String problem = problem(section, scanner.whenMissing())
                .or(() -> stale(section, "what " + scanner.word() + " knows", scanner.whenStale(), limits))
                .orElse(null);
        if (problem != null) {
            return Look.blind(host, scanner.word(), now, problem);
        }
        Map<String, List<Vulnerability>> packages = section.lines().stream()
                .filter(line -> !line.isBlank())
                .map(scanner::read)
                .flatMap(Optional::stream)
                .filter(found -> found.severity().compareTo(limits.reportFrom()) >= 0)
                .collect(Collectors.groupingBy(Vulnerability::name, TreeMap::new, Collectors.toList()));
        List<Sighting> seen = new ArrayList<>();
        packages.forEach((name, found) -> seen.add(sighting(name, found)));
        return Look.saw(host, scanner.word(), now, bounded(seen));
    }

    private static Sighting sighting(String name, List<Vulnerability> found) {
        Severity worst = found.stream()
                .map(Vulnerability::severity)
                .max(Severity::compareTo)
                .orElseThrow();
        String ids = found.stream()
                .sorted((one, other) -> other.severity().compareTo(one.severity()))
                .map(Vulnerability::id)
                .distinct()
                .limit(MOST_IDS)
                .collect(Collectors.joining(", "));
        long mended = found.stream().filter(one -> !one.fixed().isEmpty()).count();
        return new Sighting(
                name,
                worst,
                "%s: %d known vulnerabilities of severity %s or less, %d with a fix: %s%s"
                        .formatted(name, found.size(), worst, mended, ids, found.size() > MOST_IDS ? ", …" : ""));
    }

    private static List<Sighting> bounded(List<Sighting> seen) {
        if (seen.size() <= MOST) {
            return seen;
        }
        List<Sighting> some = new ArrayList<>(seen.stream()
                .sorted((one, other) -> other.severity().compareTo(one.severity()))
                .limit(MOST)
                .toList());
        some.add(new Sighting("more", Severity.HIGH, "%d more than are listed".formatted(seen.size() - MOST)));
        return some;
    }

    static Optional<String> problem(Section section, String whenMissing) {
        if (section.values().containsKey("skipped")) {
            return Optional.of("it said more than is read: %s lines were left out"
                    .formatted(section.values().get("skipped")));
        }
        return switch (section.status()) {
            case "0" -> Optional.empty();
            case "" -> Optional.of("the host told nothing of it");
            case "66" -> Optional.of("there is no feed for this host's suite; " + Scanner.DEBSECAN.whenStale());
            case "124" -> Optional.of("it took too long on this host");
            case "127" -> Optional.of("it is not installed; " + whenMissing);
            default -> Optional.of("its command failed with status %s; run it on the host".formatted(section.status()));
        };
    }

    private static Optional<String> stale(Section section, String what, String next, Scans limits) {
        String age = section.values().getOrDefault("feed", "");
        if (!age.matches("-?\\d{1,12}")) {
            return Optional.of("nobody knows how old %s is; %s".formatted(what, next));
        }
        Duration old = Duration.ofSeconds(Long.parseLong(age));
        return old.compareTo(limits.feedAge()) <= 0
                ? Optional.empty()
                : Optional.of("%s is %d h old, more than %d h: that it finds nothing says nothing; %s"
                        .formatted(what, old.toHours(), limits.feedAge().toHours(), next));
    }
}
