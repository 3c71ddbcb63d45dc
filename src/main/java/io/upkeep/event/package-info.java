/** Facts for programs: the transactional outbox and its CloudEvents. */
package io.upkeep.event;
