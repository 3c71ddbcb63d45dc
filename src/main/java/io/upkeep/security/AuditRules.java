package io.upkeep.security;

import io.upkeep.security.ScriptReport.Section;
import io.upkeep.security.SecurityProperties.Audit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What is compared with what was agreed: certificates, accounts, ports. */
final class AuditRules {

    static final String CERTIFICATES = "certificates";
    static final String LOGIN_ACCOUNTS = "login-accounts";
    static final String PORTS = "ports";

    private AuditRules() {}

    /** Judges what {@code audit-report.sh} printed. */
    static List<Look> judge(String host, String text, Instant now, Audit limits) {
        ScriptReport report = ScriptReport.parse(text);
        if (report.problem() != null) {
            return blind(host, report.problem(), now);
        }
        return List.of(
                certificates(host, report, now, limits), accounts(host, report.section("accounts"), now, limits));
    }

    static List<Look> blind(String host, String why, Instant now) {
        return List.of(Look.blind(host, CERTIFICATES, now, why), Look.blind(host, LOGIN_ACCOUNTS, now, why));
    }

    private static Look certificates(String host, ScriptReport report, Instant now, Audit limits) {
        Section section = report.section(CERTIFICATES);
        Optional<String> problem = ScanRules.problem(section, "install it: apt-get install openssl");
        if (problem.isPresent()) {
            return Look.blind(host, CERTIFICATES, now, problem.get());
        }
        List<Sighting> seen = new ArrayList<>();
        for (String line : section.lines()) {
            String[] words = line.split(" ", 2);
            if (words.length == 2 && words[0].matches("-?\\d{1,12}")) {
                Instant ends = Instant.ofEpochSecond(Long.parseLong(words[0]));
                Duration left = Duration.between(now, ends);
                if (left.isNegative()) {
                    seen.add(new Sighting(
                            words[1], Severity.HIGH, "%s ended at %s; renew it".formatted(words[1], ends)));
                } else if (left.compareTo(limits.certificateLeft()) < 0) {
                    seen.add(new Sighting(
                            words[1],
                            Severity.MEDIUM,
                            "%s ends in %d days; renew it".formatted(words[1], left.toDays())));
                }
            }
        }
        return Look.saw(host, CERTIFICATES, now, seen);
    }

    /** {@code name uid shell password|-}: whoever may log in with a password, and nobody has agreed to that. */
    private static Look accounts(String host, Section section, Instant now, Audit limits) {
        Optional<String> problem = ScanRules.problem(section, "see why /etc/shadow cannot be read");
        if (problem.isPresent()) {
            return Look.blind(host, LOGIN_ACCOUNTS, now, problem.get());
        }
        List<Sighting> seen = section.lines().stream()
                .map(line -> line.split(" ", -1))
                .filter(words -> words.length == 4 && words[3].equals("password"))
                .filter(words -> !limits.passwords().contains(words[0]))
                .map(words -> new Sighting(
                        words[0],
                        Severity.MEDIUM,
                        "%s may log in with a password; use keys and passwd -l %s, or name it in upkeep.security.audit.passwords"
                                .formatted(words[0], words[0])))
                .toList();
        return Look.saw(host, LOGIN_ACCOUNTS, now, seen);
    }

    /**
     * Compares ports that are open to others with those that are declared.
     *
     * @param listeners {@code tcp 0.0.0.0:22 sshd}, as the newest look saw them
     * @param declared for all of the host's labels and its name; null when nothing is declared for it
     */
    static Look ports(String host, List<String> listeners, Set<Integer> declared, Instant now) {
        if (declared == null) {
            return Look.blind(
                    host,
                    PORTS,
                    now,
                    "no ports are declared for this host; write upkeep.security.audit.ports.<label or host>: [22, 443]");
        }
        List<Sighting> seen = new ArrayList<>();
        for (String listener : new TreeSet<>(listeners)) {
            String[] words = listener.split(" ", 3);
            int colon = words.length < 2 ? -1 : words[1].lastIndexOf(':');
            if (colon > 0 && words[1].substring(colon + 1).matches("\\d{1,5}")) {
                String address = words[1].substring(0, colon);
                int port = Integer.parseInt(words[1].substring(colon + 1));
                boolean local = address.contains("127.0.0.") || address.equals("[::1]");
                if (!local && !declared.contains(port)) {
                    seen.add(new Sighting(
                            words[0] + " " + port,
                            Severity.HIGH,
                            "port %d (%s) is open and not declared; close it, or add it to upkeep.security.audit.ports"
                                    .formatted(port, listener)));
                }
            }
        }
        return Look.saw(host, PORTS, now, seen);
    }
}
