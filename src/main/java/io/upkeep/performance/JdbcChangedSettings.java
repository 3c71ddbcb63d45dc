package io.upkeep.performance;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The settings in Upkeep's database. */
@Repository
class JdbcChangedSettings implements ChangedSettings {

    private final JdbcClient jdbc;
    private final Clock clock;

    JdbcChangedSettings(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public void note(UUID run, String target, Setting setting) {
        jdbc.sql("""
                        INSERT INTO performance_setting (run_id, target, name, before, effective, changed_at)
                        VALUES (:run, :target, :name, :before, :effective, :now)
                        ON CONFLICT (run_id, target, name) DO NOTHING
                        """)
                .param("run", run)
                .param("target", target)
                .param("name", setting.name())
                .param("before", setting.before())
                .param("effective", setting.effective())
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    @Override
    public List<Setting> of(UUID run, String target) {
        return jdbc.sql("""
                        SELECT name, before, effective FROM performance_setting
                        WHERE run_id = :run AND target = :target ORDER BY name
                        """)
                .param("run", run)
                .param("target", target)
                .query((row, n) ->
                        new Setting(row.getString("name"), row.getString("before"), row.getString("effective")))
                .list();
    }
}
