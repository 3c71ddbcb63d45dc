package io.upkeep.diagnosis;

import java.util.stream.Stream;

/** Finds causes in evidence. A pure function: the same evidence, the same causes. */
interface CauseRule {

    Stream<Cause> causes(Evidence evidence);
}
