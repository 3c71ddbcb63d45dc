package io.upkeep.update;

/**
 * One change of a database with its way back.
 *
 * @param name sorts it: {@code 001-add-priority}
 * @param up SQL that makes the change, in one transaction
 * @param down SQL that takes it back
 */
record Migration(String name, String up, String down) {}
