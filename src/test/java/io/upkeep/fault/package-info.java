/** Upkeep killed for real: a second JVM, SIGKILL, and what the journal, the events and the hosts say afterwards. */
package io.upkeep.fault;
