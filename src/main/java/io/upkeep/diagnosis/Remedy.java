package io.upkeep.diagnosis;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What may help.
 *
 * @param target where: a host, a database, an environment or a run, checked against what Upkeep knows
 * @param subject what of it: a unit, a session, a version; one word
 * @param before what was there, to put it back; empty when nothing can be put back
 * @param risky whether a person is asked in any case
 * @param says what it does, for people
 */
record Remedy(Kind kind, String target, String subject, String before, boolean risky, String says) {

    /** What the route {@code carry-out-remedy} can do. */
    enum Kind {
        /** Starts a unit again. */
        RESTART_SERVICE,
        /** Frees a disk of rotated logs and of the package cache. */
        CLEAN_LOGS,
        /** Has an earlier or the right version deployed. */
        DEPLOY_VERSION,
        /** Goes on with a run that asks for a person. */
        RESUME_RUN,
        /** Ends a session of a database. */
        END_SESSION,
        /** Gives back a lock whose run is over. */
        CLEAR_LOCK,
        /** Lets the package manager finish what it began. */
        REPAIR_PACKAGES,
        /** Takes a backup. */
        TAKE_BACKUP,
        /** Restores a backup's files into a directory of their own. */
        RESTORE_BACKUP;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Where nothing needs to be put back. */
    static Remedy of(Kind kind, String target, String subject, String says) {
        return new Remedy(kind, target, subject, "", false, says);
    }

    /** The same, which a person must agree to. */
    Remedy proposed() {
        return new Remedy(kind, target, subject, before, true, says);
    }

    /** The same for the same remedy of the same thing; without spaces, so that several can stand in one text. */
    String id() {
        return "%s:%s:%s".formatted(kind.word(), target, subject).replaceAll("\\s", "_");
    }

    /** For a route's variable. */
    Map<String, Object> toMap(boolean automatic) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", id());
        map.put("kind", kind.word());
        map.put("target", target);
        map.put("subject", subject);
        map.put("before", before);
        map.put("automatic", automatic);
        map.put("says", says);
        return map;
    }
}
