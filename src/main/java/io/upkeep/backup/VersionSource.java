package io.upkeep.backup;

import io.upkeep.text.Amount;
import io.upkeep.text.Shown;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where configuration versions are kept. */
interface VersionSource {

    /** As many as a message names. */
    int MOST_NAMED = 5;

    /** The versions there are, newest first. */
    List<ConfigurationVersion> versions();

    /**
     * What a version's name stands for now: where names can move, what they point to.
     *
     * @throws BackupRefused when there is no such version
     */
    String pinned(String version);

    /** There is no version of this name, and what there is. Where they are kept is nothing to those who only deploy them. */
    default BackupRefused unknown(String version) {
        List<String> there = versions().stream().map(ConfigurationVersion::name).toList();
        return new BackupRefused("there is no version '%s' of the configuration".formatted(Shown.of(version))
                + (there.isEmpty()
                        ? ", nor any other; put one where upkeep.configuration.directory leads"
                        : "; there are, the newest first, %s; write for example version=%s, or see them all: upkeep configuration versions"
                                .formatted(Amount.some(there, MOST_NAMED), there.get(0))));
    }

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
