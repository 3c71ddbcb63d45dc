package io.upkeep.update;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What tests and people said of releases, and which is in production. A release is its version and the hash of its files. */
interface TestedReleases {

    /** What was said last. */
    enum State {
        /** The tests passed; no person has agreed yet. */
        PASSED,
        /** Tests failed. */
        REJECTED,
        /** People agreed to production. */
        APPROVED
    }

    /** Writes it down, over what was said before of the same files. */
    void say(String version, String sha256, State state, String report, UUID run);

    /** What was said last of these files. */
    Optional<State> of(String version, String sha256);

    /**
     * What was said last of each, the newest first.
     *
     * @param version only of this one, which was tested more than once if its files changed; empty for all
     */
    List<TestedRelease> newest(Optional<String> version, int limit);

    /** A release that was brought to production. */
    record Brought(String version, String sha256) {}

    /** Writes down that a run has brought these files to production. */
    void brought(Brought release, UUID run);

    /** Forgets what the run had brought, as it is undone; whether there was anything. */
    boolean takenBack(UUID run);

    /** What was brought last; empty while nobody knows. */
    Optional<Brought> inProduction();
}
