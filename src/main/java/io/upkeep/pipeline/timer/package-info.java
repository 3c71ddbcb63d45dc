/** Timers: when they are due, that each time leads to one request on one node, and what happens when it did not. */
package io.upkeep.pipeline.timer;
