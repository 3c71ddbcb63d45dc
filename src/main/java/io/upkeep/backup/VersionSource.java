package io.upkeep.backup;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where configuration versions are kept. */
interface VersionSource {

    /** The versions there are, newest first where that is known. */
    List<ConfigurationVersion> versions();

    /**
     * What a version's name stands for now: where names can move, what they point to.
     *
     * @throws BackupRefused when there is no such version
     */
    String pinned(String version);

    /** A name of a commit that was pinned; empty where it has none. */
    Optional<String> called(String commit);

    /**
     * The files of a version for an environment, by path, in an archive's order.
     *
     * @param version a name, or what {@link #pinned} returned
     * @throws BackupRefused when it is not there, or holds what is not deployed
     */
    Map<String, VersionFile> files(String version, String environment);

    /** Who changed the environment's files on the way from one version to another, newest first; empty where nobody noted it. */
    List<ConfigurationVersion> changes(String from, String to, String environment);
}
