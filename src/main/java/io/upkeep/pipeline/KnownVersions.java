package io.upkeep.pipeline;

import java.util.Optional;

/** Says whether there is a version of the configuration: asked about inputs of type {@code version} when a run is asked for. */
public interface KnownVersions {

    /** Why a name is no version that there is, with what to write instead; empty when it is one, or nobody can tell now. */
    Optional<String> problemWith(String version);
}
