package io.upkeep.pipeline.lint;

import java.util.stream.Stream;

/** One thing that must hold for the route files of a directory. Rules keep no state and do not depend on each other. */
@FunctionalInterface
interface Rule {

    /** Every place where it does not hold. */
    Stream<Finding> check(RouteFiles files);
}
