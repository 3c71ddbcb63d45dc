package io.upkeep.pipeline.lint;

import java.util.List;
import java.util.stream.Stream;

/** Something that must hold for the route files of a directory. Rules keep no state and do not depend on each other. */
interface Rule {

    /** The kinds of mistakes it finds. */
    List<Check> checks();

    /** Every place where it does not hold. */
    Stream<Finding> check(RouteFiles files);
}
