package io.upkeep.security;

import io.upkeep.security.ScriptReport.Section;
import io.upkeep.security.SecurityProperties.Scans;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What {@code weakness-report.sh} told of a host: ways in that its configuration leaves open. */
final class WeaknessRules {

    private static final List<String> OWN = List.of("accounts", "passwords", "writable");
    private static final String LYNIS = "lynis";
    private static final String WARNING = "warning[]=";
    private static final String INDEX = "hardening_index=";

    private WeaknessRules() {}

    /** Whether a check is one of these. */
    static boolean isOf(String check) {
        return OWN.contains(check) || check.equals(LYNIS);
    }

    static List<Look> judge(String host, String text, Instant now, Scans limits) {
        ScriptReport report = ScriptReport.parse(text);
        if (report.problem() != null) {
            return blind(host, report.problem(), now, limits);
        }
        List<Look> looks = new ArrayList<>();
        looks.add(own(
                host,
                "accounts",
                report,
                now,
                name -> "account %s has UID 0: it has all rights; remove it or give it another".formatted(name)));
        looks.add(own(
                host,
                "passwords",
                report,
                now,
                name -> "account %s has an empty password; lock it: passwd -l %s".formatted(name, name)));
        looks.add(own(
                host, "writable", report, now, file -> "everyone may write %s; chmod o-w %s".formatted(file, file)));
        Section lynis = report.section(LYNIS);
        if (limits.scanners().contains(LYNIS) || !lynis.status().equals("127")) {
            looks.add(lynis(host, lynis, now, limits));
        }
        return looks;
    }

    /** Nothing could be seen of the host. */
    static List<Look> blind(String host, String why, Instant now, Scans limits) {
        List<Look> looks = new ArrayList<>();
        OWN.forEach(check -> looks.add(Look.blind(host, check, now, why)));
        if (limits.scanners().contains(LYNIS)) {
            looks.add(Look.blind(host, LYNIS, now, why));
        }
        return looks;
    }

    private static Look own(
            String host, String check, ScriptReport report, Instant now, Function<String, String> words) {
        Section section = report.section(check);
        Optional<String> problem = ScanRules.problem(section, "see why the host has no such file");
        return problem.map(why -> Look.blind(host, check, now, why))
                .orElseGet(() -> Look.saw(
                        host,
                        check,
                        now,
                        section.lines().stream()
                                .limit(100)
                                .map(line -> new Sighting(line, Severity.CRITICAL, words.apply(line)))
                                .toList()));
    }

    /** {@code warning[]=SSH-7412|text|details|solution|} and {@code hardening_index=67}: the report file of lynis 3. */
    private static Look lynis(String host, Section section, Instant now, Scans limits) {
        Optional<String> problem = ScanRules.problem(section, "install it: apt-get install lynis");
        if (problem.isPresent()) {
            return Look.blind(host, LYNIS, now, problem.get());
        }
        List<Sighting> seen = new ArrayList<>();
        for (String line : section.lines()) {
            String[] words =
                    line.startsWith(WARNING) ? line.substring(WARNING.length()).split("\\|", -1) : new String[0];
            if (words.length >= 2) {
                String details = words.length < 3 || words[2].equals("-") ? "" : " (" + words[2] + ")";
                seen.add(new Sighting(words[0] + details, Severity.MEDIUM, words[0] + ": " + words[1] + details));
            } else if (line.matches(INDEX + "\\d{1,3}")) {
                int index = Integer.parseInt(line.substring(INDEX.length()));
                if (index < limits.hardeningIndex()) {
                    seen.add(new Sighting(
                            "hardening-index",
                            Severity.LOW,
                            "lynis rates the host %d of 100, below %d".formatted(index, limits.hardeningIndex())));
                }
            }
        }
        return Look.saw(host, LYNIS, now, seen);
    }
}
