/** The {@code probe:} component: starts routes for the probes that are due, connects, resolves, and tells of changes of state. */
package io.upkeep.probe.ask;
