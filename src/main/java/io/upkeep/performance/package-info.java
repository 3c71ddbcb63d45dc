/**
 * How the estate performs and for how long it suffices: samples and their roll-ups, trends with their confidence, what
 * saturates first, when what runs out, and whether an optimisation helped. What is talked to stands in the routes.
 */
package io.upkeep.performance;
