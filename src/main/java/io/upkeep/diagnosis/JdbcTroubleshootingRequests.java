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

    /** The run that an incident is about, which is not the run that told of it. */
    private static final String ABOUT = """
            CASE WHEN incident.kind = 'run' THEN incident.run_id
                WHEN incident.key ~ '^troubleshooting:[a-z_]+:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
                    THEN split_part(incident.key, ':', 3)::uuid END""";

    private final JdbcClient jdbc;

    JdbcTroubleshootingRequests(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<Candidate> news(Instant since) {
        return jdbc.sql("""
                        SELECT incident.id AS incident, incident.key, incident.title, run.id AS run,
                            COALESCE(run.pipeline, '') AS pipeline, COALESCE(run.state, '') AS state
                        FROM incident LEFT JOIN run ON run.id = incident.run_id AND incident.kind = 'run'
                        WHERE incident.state = 'OPEN' AND incident.opened_at >= :since AND incident.key ~ :keys
                            AND incident.kind <> 'troubleshooting'
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
                            -- what a person had undone did not fail
                            AND failed_step IS NOT NULL
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
                .param("keys", LookedInto.KEYS)
                .query(JdbcTroubleshootingRequests::read)
                .list();
    }

    @Override
    public Optional<Candidate> incident(UUID id) {
        return jdbc.sql("""
                        SELECT incident.id AS incident, incident.key, incident.title, run.id AS run,
                            COALESCE(run.pipeline, '') AS pipeline, COALESCE(run.state, '') AS state
                        FROM incident LEFT JOIN run ON run.id = %s WHERE incident.id = :id
                        """.formatted(ABOUT))
                .param("id", id)
                .query(JdbcTroubleshootingRequests::read)
                .optional();
    }

    @Override
    public List<Look> underWay() {
        return jdbc.sql("""
                        SELECT id, state, COALESCE(parameters->>'incident', '') AS incident,
                            COALESCE(parameters->>'target', '') AS target
                        FROM run WHERE pipeline = 'troubleshoot'
                            AND state NOT IN ('SUCCEEDED', 'ROLLED_BACK', 'CANCELLED', 'REJECTED')
                        """)
                .query((row, n) -> new Look(
                        row.getObject("id", UUID.class),
                        row.getString("state"),
                        row.getString("incident"),
                        row.getString("target")))
                .list();
    }

    @Override
    public List<Proposal> outdated() {
        return jdbc.sql("""
                        SELECT run.id, incident.id AS incident
                        FROM run JOIN incident ON incident.id::text = run.parameters->>'incident'
                        WHERE run.pipeline = 'apply-remedy' AND run.state = 'WAITING' AND run.started_at IS NULL
                            AND incident.state = 'RESOLVED'
                        """)
                .query((row, n) -> new Proposal(row.getObject("id", UUID.class), row.getObject("incident", UUID.class)))
                .list();
    }

    @Override
    public List<Overtaken> overtaken() {
        return jdbc.sql("""
                        SELECT incident.id AS incident, about.pipeline, later.id AS later
                        FROM incident JOIN run about ON about.id = %s
                            JOIN LATERAL (
                                SELECT run.id FROM run WHERE run.pipeline = about.pipeline AND run.state = 'SUCCEEDED'
                                    AND run.parameters = about.parameters AND run.requested_at > about.finished_at
                                ORDER BY run.requested_at LIMIT 1) later ON true
                        WHERE incident.state <> 'RESOLVED' AND incident.kind = 'troubleshooting'
                            AND about.state IN ('ROLLED_BACK', 'CANCELLED')
                        """.formatted(ABOUT))
                .query((row, n) -> new Overtaken(
                        row.getObject("incident", UUID.class),
                        row.getString("pipeline"),
                        row.getObject("later", UUID.class)))
                .list();
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
