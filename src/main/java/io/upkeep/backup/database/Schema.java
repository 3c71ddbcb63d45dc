package io.upkeep.backup.database;

import io.upkeep.backup.BackupRefused;
import io.upkeep.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The schema of a database as statements.
 *
 * @param objects in an order in which each can be executed
 * @param about owners, grants and comments, after all objects
 * @param others kinds of objects that only pg_dump can write, with their number: {@code 1 aggregate}
 */
record Schema(List<SchemaObject> objects, List<SchemaObject> about, List<String> others) {

    private static final String BEGIN = """
            SET statement_timeout = 0;
            SET check_function_bodies = false;
            SET client_min_messages = warning;
            SELECT pg_catalog.set_config('search_path', '', false);
            """;
    private static final int TABLE = 4;

    /** Nothing was left out. */
    Schema requireWhole() {
        if (!others.isEmpty()) {
            throw new BackupRefused("the schema holds what only pg_dump can write: " + others
                    + "; install a pg_dump as new as the server (apt-get install postgresql-client)");
        }
        return this;
    }

    /** All of it as one script. */
    String script() {
        return BEGIN + joined(objects) + joined(about);
    }

    /** What must be there before rows are: everything up to the last table. */
    String beforeRows() {
        return BEGIN + joined(objects.subList(0, lastTable()));
    }

    /** What comes after the rows: constraints, indexes, views, triggers, owners, grants, comments. */
    String afterRows() {
        return BEGIN + joined(objects.subList(lastTable(), objects.size())) + joined(about);
    }

    private int lastTable() {
        for (int i = objects.size(); i > 0; i--) {
            if (objects.get(i - 1).rank() == TABLE) {
                return i;
            }
        }
        return 0;
    }

    /** What there is, each with a hash of its statements: for comparing two databases. */
    Map<String, String> hashes() {
        Map<String, StringBuilder> texts = new TreeMap<>();
        for (List<SchemaObject> part : List.of(objects, about)) {
            for (SchemaObject object : part) {
                String kind = part == about
                        ? "about"
                        : object.statement().split("\\s+", 3)[1].toLowerCase(java.util.Locale.ROOT);
                texts.computeIfAbsent(kind + " " + object.name(), name -> new StringBuilder())
                        .append(object.statement())
                        .append('\n');
            }
        }
        others.forEach(other -> texts.put("others: " + other, new StringBuilder(other)));
        Map<String, String> hashes = new TreeMap<>();
        texts.forEach((name, text) -> hashes.put(name, hash(text.toString())));
        return hashes;
    }

    private static String hash(String text) {
        byte[] digest = Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 16);
    }

    private static String joined(List<SchemaObject> statements) {
        StringBuilder text = new StringBuilder();
        statements.forEach(
                object -> text.append('\n').append(object.statement()).append('\n'));
        return text.toString();
    }
}
