package io.upkeep.backup;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Backups that have failed, and of which the store may still have what was uploaded: they count for nothing, and are to go. */
@Repository
class JdbcLeftovers {

    private final JdbcClient jdbc;
    private final Clock clock;

    JdbcLeftovers(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Notes one, and adds why to the reason of its failure; nothing happens when it is noted already.
     *
     * @param backup as routes have it: with its names in the store, which nobody knows of one that failed before it was whole
     */
    void note(Map<String, Object> backup, String why) {
        jdbc.sql("""
                        UPDATE backup SET left_behind = true, reason = concat_ws('; ', reason, :why),
                            object_key = coalesce(object_key, :key), manifest_key = coalesce(manifest_key, :manifestKey),
                            contents_key = coalesce(contents_key, nullif(:contentsKey, ''))
                        WHERE id = :id AND state = 'FAILED' AND NOT left_behind
                        """)
                .param("id", UUID.fromString(BackupTaking.text(backup, "id")))
                .param("why", why)
                .param("key", BackupTaking.text(backup, "key"))
                .param("manifestKey", BackupTaking.text(backup, "manifestKey"))
                .param("contentsKey", BackupTaking.text(backup, "contentsKey"))
                .update();
    }

    /** Those that the store may be asked to remove, which it refuses while they are locked; the oldest first. */
    List<UUID> due() {
        return jdbc.sql("""
                        SELECT id FROM backup WHERE left_behind AND (locked_until IS NULL OR locked_until <= :now)
                        ORDER BY created_at, id
                        """)
                .param("now", Timestamp.from(clock.instant()))
                .query(UUID.class)
                .list();
    }

    /** Notes that nothing of it is in the store any more; false: it was no such backup. */
    boolean removed(UUID backup) {
        return jdbc.sql("UPDATE backup SET left_behind = false WHERE id = :id AND left_behind")
                        .param("id", backup)
                        .update()
                == 1;
    }
}
