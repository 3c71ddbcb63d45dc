package io.upkeep.performance;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where documents are kept. */
interface Documents {

    /** Writes it, or writes it again when the run wrote one of this kind already. */
    void write(PerformanceDocument.Kind kind, UUID run, Object content, String text, Instant now);

    Optional<PerformanceDocument> of(UUID run, PerformanceDocument.Kind kind);

    /** Newest first. */
    List<PerformanceDocument> newest(PerformanceDocument.Kind kind, int limit);
}
