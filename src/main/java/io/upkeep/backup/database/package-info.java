/**
 * PostgreSQL databases: dumps taken in one snapshot, the fingerprint that says what was in it, servers to throw away, and
 * restores that are compared with the fingerprint.
 */
package io.upkeep.backup.database;
