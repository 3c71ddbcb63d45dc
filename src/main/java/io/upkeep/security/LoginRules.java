package io.upkeep.security;

import io.upkeep.security.LoginBook.Count;
import io.upkeep.security.LoginBook.First;
import io.upkeep.security.SecurityProperties.Logins;
import io.upkeep.text.Amount;
import java.util.ArrayList;
import java.util.List;

/** Which logins are findings. */
final class LoginRules {

    private LoginRules() {}

    /**
     * Judges a host.
     *
     * @param addresses with failures within the window
     * @param users with failures within the window
     * @param firsts first logins that failures came before
     */
    static List<Sighting> judge(
            LoginReport report, List<Count> addresses, List<Count> users, List<First> firsts, Logins limits) {
        List<Sighting> seen = new ArrayList<>();
        for (First first : firsts) {
            if (first.failuresBefore() >= limits.beforeSuccess()) {
                seen.add(new Sighting(
                        first.user() + "@" + first.address(),
                        Severity.CRITICAL,
                        "%s logged in from %s for the first time, at %s, after %d failed attempts; ask %s, and accept the finding or lock the account"
                                .formatted(
                                        first.user(),
                                        first.address(),
                                        first.at(),
                                        first.failuresBefore(),
                                        first.user())));
            }
        }
        for (Count address : addresses) {
            if (address.failed() >= limits.perAddress()) {
                seen.add(new Sighting(
                        "address " + address.name(),
                        severity(address.failed(), limits.perAddress()),
                        "%d failed logins from %s within %d h, as %s such as '%s'"
                                .formatted(
                                        address.failed(),
                                        address.name(),
                                        limits.window().toHours(),
                                        Amount.of(address.others(), "user"),
                                        address.example())));
            }
        }
        for (Count user : users) {
            if (user.failed() >= limits.perUser()) {
                seen.add(new Sighting(
                        "user " + user.name(),
                        severity(user.failed(), limits.perUser()),
                        "%d failed logins as '%s' within %d h, from %s"
                                .formatted(
                                        user.failed(),
                                        user.name(),
                                        limits.window().toHours(),
                                        Amount.of(user.others(), "address", "addresses"))));
            }
        }
        log(report, seen);
        return seen;
    }

    private static void log(LoginReport report, List<Sighting> seen) {
        if (report.skipped() > 0) {
            seen.add(new Sighting(
                    "flood",
                    Severity.HIGH,
                    "the log had %d lines more than are read in one look; what they say is not counted"
                            .formatted(report.skipped())));
        }
        if (report.gap() != null) {
            seen.add(new Sighting(
                    "gap", Severity.MEDIUM, "a part of the log was gone before it could be read: " + report.gap()));
        }
    }

    private static Severity severity(long failed, int limit) {
        return failed >= 10L * limit ? Severity.HIGH : Severity.MEDIUM;
    }
}
