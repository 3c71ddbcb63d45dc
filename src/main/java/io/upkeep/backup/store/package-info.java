/** Archives into the store and out of it: in parts, several at once, resumed after a failure, no faster than allowed, locked. */
package io.upkeep.backup.store;
