package io.upkeep.diagnosis;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads incidents and runs. A run that a run asked for is its parent's business; so nothing leads in a circle. */
@Repository
class JdbcTroubleshootingRequests implements TroubleshootingRequests {

    private final JdbcClient jdbc;

    JdbcTroubleshootingRequests(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<Candidate> news(Instant since) {
        return jdbc.sql("""
                        SELECT incident.id AS incident, incident.key, incident.title, run.id AS run,
                            COALESCE(run.pipeline, '') AS pipeline, COALESCE(run.state, '') AS state
                        FROM incident LEFT JOIN run ON run.id = incident.run_id
                        WHERE incident.state = 'OPEN' AND incident.opened_at >= :since AND incident.kind <> 'troubleshooting'
                            AND COALESCE(run.pipeline, '') NOT IN ('troubleshoot', 'apply-remedy')
                            AND NOT EXISTS (
                                SELECT FROM run asked WHERE asked.request_id = 'troubleshoot:incident:' || incident.id)
                            AND NOT EXISTS (
                                SELECT FROM run asked WHERE asked.pipeline = 'troubleshoot'
                                    AND asked.parameters->>'incident' = incident.id::text)
                        UNION ALL
                        SELECT NULL, '', pipeline || ' failed and was undone', id, pipeline, state
                        FROM run
                        WHERE state = 'ROLLED_BACK' AND finished_at >= :since AND parent IS NULL
                            AND pipeline NOT IN ('troubleshoot', 'apply-remedy')
                            -- what a person asked for and was refused before anything had to be undone, that person mends
                            -- steps that undo nothing, such as a look at whether all is back, are done beside those that are skipped
                            AND (requested_by NOT LIKE 'person:%' OR EXISTS (
                                SELECT FROM step WHERE step.run_id = run.id AND phase = 'ROLLBACK' AND step.state <> 'SKIPPED'
                                    AND (step.path ~ '(^|/)undo-[^/]+$' OR NOT EXISTS (
                                        SELECT FROM step undo WHERE undo.run_id = run.id AND undo.phase = 'ROLLBACK'
                                            AND undo.state = 'SKIPPED'))))
                            -- somebody's no is no fault
                            AND NOT EXISTS (SELECT FROM run no WHERE no.parent = run.id AND no.state = 'REJECTED')
                            AND NOT EXISTS (SELECT FROM run asked WHERE asked.request_id = 'troubleshoot:run:' || run.id)
                            AND NOT EXISTS (
                                SELECT FROM run asked WHERE asked.pipeline = 'troubleshoot'
                                    AND asked.parameters->>'run' = run.id::text)
                        LIMIT 20
                        """)
                .param("since", Timestamp.from(since))
                .query(JdbcTroubleshootingRequests::read)
                .list();
    }

    @Override
    public Optional<Candidate> incident(UUID id) {
        return jdbc.sql("""
                        SELECT incident.id AS incident, incident.key, incident.title, run.id AS run,
                            COALESCE(run.pipeline, '') AS pipeline, COALESCE(run.state, '') AS state
                        FROM incident LEFT JOIN run ON run.id = incident.run_id WHERE incident.id = :id
                        """)
                .param("id", id)
                .query(JdbcTroubleshootingRequests::read)
                .optional();
    }

    private static Candidate read(ResultSet row, int n) throws SQLException {
        return new Candidate(
                row.getObject("incident", UUID.class),
                row.getString("key"),
                row.getString("title"),
                row.getObject("run", UUID.class),
                row.getString("pipeline"),
                row.getString("state"));
    }
}
