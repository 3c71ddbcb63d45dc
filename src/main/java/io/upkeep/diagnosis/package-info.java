/**
 * Troubleshooting: evidence of what is wrong, causes ranked by rules that are pure functions of it, and what may be done
 * about them. What is talked to stands in the routes; what hosts, programs and people say is hostile text, bounded here.
 */
package io.upkeep.diagnosis;
