package io.upkeep.security;

import java.time.Duration;
import java.time.Instant;

/**
 * How a check stands on a host.
 *
 * @param unknown why nothing is known now; null when the newest look could see
 * @param checkedAt when it was tried last
 * @param seenAt when a look last could see; null when none ever has
 */
public record CheckState(String host, String check, String unknown, Instant checkedAt, Instant seenAt) {

    static CheckState of(FindingRecords.LastLook look, Instant now, Duration staleAfter) {
        String unknown = look.unknown();
        Duration age = Duration.between(look.at(), now);
        if (unknown == null && age.compareTo(staleAfter) > 0) {
            unknown = "not looked at for %d h; see whether check-security runs: upkeep runs list"
                    .formatted(age.toHours());
        }
        return new CheckState(look.host(), look.check(), unknown, look.at(), look.seenAt());
    }
}
