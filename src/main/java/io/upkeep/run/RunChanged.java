package io.upkeep.run;

import java.util.UUID;

/** Published in the process after a change of a run is committed, for those who show it live. */
public record RunChanged(UUID run) {}
