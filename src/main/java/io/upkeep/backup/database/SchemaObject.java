package io.upkeep.backup.database;

/**
 * One statement of a schema dump.
 *
 * @param key what it makes, as the catalogs number it: {@code pg_class:16401}
 * @param rank where its kind usually stands: schemas first, triggers last
 * @param name orders statements of one rank
 * @param statement ends with a semicolon
 */
record SchemaObject(String key, int rank, String name, String statement) {}
