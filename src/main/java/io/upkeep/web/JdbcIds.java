package io.upkeep.web;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds ids by their primary keys, so that a beginning costs no more than a whole one. */
@Component
class JdbcIds implements ShortIds.Known {

    private final JdbcClient jdbc;

    JdbcIds(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<UUID> between(Identified kind, UUID lowest, UUID highest, int most) {
        return jdbc.sql("SELECT id FROM " + table(kind) + " WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?")
                .params(lowest, highest, most)
                .query(UUID.class)
                .list();
    }

    private static String table(Identified kind) {
        return switch (kind) {
            case RUN -> "run";
            case BACKUP -> "backup";
            case INCIDENT -> "incident";
            case WINDOW -> "window_occurrence";
            case FREEZE -> "added_freeze";
            case FINDING -> "security_finding";
            case REPORT -> "report";
            case REVIEW -> "window_review";
            case DOCUMENT -> "document";
        };
    }
}
