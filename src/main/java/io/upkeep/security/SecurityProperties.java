package io.upkeep.security;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How security is judged.
 *
 * @param staleAfter a check that has not looked for so long is UNKNOWN
 * @param keep how long closed findings are kept
 */
@ConfigurationProperties("upkeep.security")
public record SecurityProperties(
        @DefaultValue("50h") Duration staleAfter,
        @DefaultValue("400d") Duration keep,
        @DefaultValue Logins logins,
        @DefaultValue Scans scans,
        @DefaultValue Audit audit) {

    /**
     * Limits for failed logins.
     *
     * @param window what is counted together
     * @param perAddress from so many failures of one address on it is a finding, from ten times as many a HIGH one
     * @param perUser the same for one user name, from all addresses
     * @param beforeSuccess a first success from an address after so many failures is CRITICAL
     * @param remember how long such a success stays a finding, and an address known after the last login from it
     */
    public record Logins(
            @DefaultValue("24h") Duration window,
            @DefaultValue("20") int perAddress,
            @DefaultValue("50") int perUser,
            @DefaultValue("5") int beforeSuccess,
            @DefaultValue("90d") Duration remember) {

        /** Refuses limits that would find everything or nothing. */
        public Logins {
            atLeastOne("per-address", perAddress);
            atLeastOne("per-user", perUser);
            atLeastOne("before-success", beforeSuccess);
            if (window.toHours() < 1 || remember.compareTo(window) < 0) {
                throw new IllegalArgumentException(("upkeep.security.logins: window '%s' must be an hour or more, and"
                                + " remember '%s' no shorter; write window: 24h, remember: 90d")
                        .formatted(window, remember));
            }
        }

        private static void atLeastOne(String name, int limit) {
            if (limit < 1) {
                throw new IllegalArgumentException(
                        "upkeep.security.logins.%s: '%d' is not a limit; write a number from 1, such as 20"
                                .formatted(name, limit));
            }
        }
    }

    /**
     * What scanners are judged by.
     *
     * @param scanners of debsecan, trivy, grype and lynis those that every host must have: UNKNOWN where one is missing; others
     *     count where they are installed
     * @param feedAge what a scanner knows may be so old; older it says nothing
     * @param reportFrom milder vulnerabilities are no findings
     * @param hardeningIndex lynis' rating from which on a host is well
     */
    public record Scans(
            @DefaultValue({"debsecan", "lynis"}) Set<String> scanners,
            @DefaultValue("48h") Duration feedAge,
            @DefaultValue("MEDIUM") Severity reportFrom,
            @DefaultValue("60") int hardeningIndex) {

        private static final Set<String> KNOWN = Set.of("debsecan", "trivy", "grype", "lynis");

        /** Refuses scanners that nobody could read. */
        public Scans {
            scanners = Set.copyOf(scanners);
            if (!KNOWN.containsAll(scanners)) {
                throw new IllegalArgumentException(
                        "upkeep.security.scans.scanners: '%s' has one that is not known; write some of debsecan, trivy, grype, lynis"
                                .formatted(String.join(",", scanners)));
            }
        }
    }

    /**
     * What an audit compares with.
     *
     * @param ports that may be open to others, by label or name of a host
     * @param passwords accounts that may log in with one
     * @param certificateLeft a certificate that ends sooner is a finding
     */
    public record Audit(
            @DefaultValue Map<String, List<Integer>> ports,
            @DefaultValue Set<String> passwords,
            @DefaultValue("21d") Duration certificateLeft) {}
}
