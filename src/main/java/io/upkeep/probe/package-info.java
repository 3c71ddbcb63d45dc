/** Probes: what a check saw, what that means, and the history of it. */
package io.upkeep.probe;
