/** Incidents: what needs a person, from its opening to its end, with a timeline of all that was seen and done. */
package io.upkeep.incident;
