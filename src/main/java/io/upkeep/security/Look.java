package io.upkeep.security;

import java.time.Instant;
import java.util.List;

/**
 * One check looked at one host, or could not. What could not look says nothing: it opens and closes no finding.
 *
 * @param check such as {@code failed-logins} or {@code setuid}
 * @param unknown why nothing could be seen, and what to do about it; null when it could
 */
record Look(String host, String check, Instant at, String unknown, List<Sighting> sightings) {

    Look {
        sightings = List.copyOf(sightings);
    }

    static Look saw(String host, String check, Instant at, List<Sighting> sightings) {
        return new Look(host, check, at, null, sightings);
    }

    static Look blind(String host, String check, Instant at, String why) {
        return new Look(host, check, at, HostText.line(why), List.of());
    }
}
