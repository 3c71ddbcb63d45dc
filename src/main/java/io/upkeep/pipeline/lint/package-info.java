/**
 * Checks route files before Camel sees them, at start, on reload and from the command line, and says where each mistake
 * stands and how to correct it. {@link io.upkeep.pipeline.lint.RouteLint} is the way in; a new check is a new {@code Rule}.
 */
package io.upkeep.pipeline.lint;
