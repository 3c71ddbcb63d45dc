package io.upkeep.security;

import java.time.Instant;
import java.util.List;

/**
 * One check looked at one host, or could not, or came to a part of it only. What was not come to is not gone: such a look closes no
 * finding.
 *
 * @param check such as {@code failed-logins} or {@code setuid}
 * @param unknown why not all could be seen, and what to do about it; null when it could
 * @param sightings none where nothing could be seen
 */
record Look(String host, String check, Instant at, String unknown, List<Sighting> sightings) {

    Look {
        sightings = List.copyOf(sightings);
    }

    static Look saw(String host, String check, Instant at, List<Sighting> sightings) {
        return new Look(host, check, at, null, sightings);
    }

    static Look blind(String host, String check, Instant at, String why) {
        return inPart(host, check, at, why, List.of());
    }

    static Look inPart(String host, String check, Instant at, String why, List<Sighting> sightings) {
        return new Look(host, check, at, HostText.line(why), sightings);
    }

    /** Whether it came to anything: to all, or to sightings. */
    boolean sawAnything() {
        return unknown == null || !sightings.isEmpty();
    }
}
