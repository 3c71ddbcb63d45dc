/**
 * The engine: what pipelines there are, runs from request to rest, the step journal that wraps every {@code step}, and
 * the {@code maintenance:} component.
 */
package io.upkeep.pipeline;
