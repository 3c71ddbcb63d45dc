/** What a run is and where it is recorded: states, transitions, steps, the journal. */
package io.upkeep.run;
