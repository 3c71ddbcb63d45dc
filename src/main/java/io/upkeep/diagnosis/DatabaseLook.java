package io.upkeep.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a database is busy with.
 *
 * @param name of the target
 * @param fault why it could not be asked; empty when it answered
 * @param connections in use, in percent of what it allows; null when unknown
 * @param sight what the login may see of it
 */
record DatabaseLook(String name, String fault, Integer connections, List<Session> sessions, Sight sight) {

    static final DatabaseLook NONE = new DatabaseLook("", "", null, List.of());

    /** One that was written down before sight was looked at is taken to have seen all. */
    DatabaseLook {
        sight = sight == null ? Sight.FULL : sight;
    }

    /** Seen by a login that may see all. */
    DatabaseLook(String name, String fault, Integer connections, List<Session> sessions) {
        this(name, fault, connections, sessions, Sight.FULL);
    }

    /**
     * What a login may see of the sessions of others.
     *
     * @param login as SQL writes it
     * @param restricted whether it sees their statements and transactions only where it is a member of their role
     * @param hidden how many sessions there are of which it sees none
     * @param blocks how many sessions wait for those
     */
    record Sight(String login, boolean restricted, int hidden, int blocks) {

        static final Sight FULL = new Sight("", false, 0, 0);

        /** What to do about it. */
        String remedy() {
            return "GRANT pg_monitor TO " + login;
        }
    }

    private static final int MOST = 50;

    /**
     * A session with an open transaction.
     *
     * @param id process and start of the session, {@code 4711-1733000000000}: a later session is another one
     * @param idle whether its transaction waits for its program
     * @param seconds since its program said anything, or since its transaction began when it is at work
     * @param blocks how many sessions wait for it
     */
    record Session(String id, String user, boolean idle, long seconds, int blocks, String query) {}

    /** Reads the rows of {@code database-activity.sql}. */
    static DatabaseLook read(String name, List<Map<String, Object>> rows) {
        Integer connections = null;
        List<Session> sessions = new ArrayList<>();
        Sight sight = Sight.FULL;
        for (Map<String, Object> row : rows) {
            connections = (int) number(row.get("connections_percent"));
            sight = new Sight(
                    Bounded.line(row.get("login"), 130),
                    Boolean.TRUE.equals(row.get("restricted")),
                    (int) number(row.get("hidden")),
                    (int) number(row.get("hidden_blocks")));
            if (row.get("session") != null && sessions.size() < MOST) {
                sessions.add(new Session(
                        String.valueOf(row.get("session")),
                        Bounded.line(row.get("username"), 63),
                        Boolean.TRUE.equals(row.get("idle")),
                        number(row.get("seconds")),
                        (int) number(row.get("blocks")),
                        Bounded.line(row.get("query"), 200)));
            }
        }
        return new DatabaseLook(name, "", connections, sessions, sight);
    }

    private static long number(Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }
}
