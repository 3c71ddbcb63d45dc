package io.upkeep.window;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The freezes that people added. Writes join the caller's transaction. */
interface AddedFreezes {

    void add(AddedFreeze freeze);

    /** Ends one that is not over; empty when there is none such. */
    Optional<AddedFreeze> lift(UUID id, String by, Instant now);

    /** Those that are not over, by their beginning. */
    List<AddedFreeze> alive(Instant now);
}
