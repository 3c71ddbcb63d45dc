package io.upkeep.diagnosis;

import io.upkeep.diagnosis.Evidence.Answer;
import io.upkeep.diagnosis.Evidence.Change;
import io.upkeep.diagnosis.Evidence.FailedRun;
import io.upkeep.diagnosis.Evidence.HeldLock;
import io.upkeep.diagnosis.Evidence.Problem;
import io.upkeep.diagnosis.Evidence.ProvenBackup;
import io.upkeep.diagnosis.Evidence.RunBackup;
import io.upkeep.run.JdbcCheckedVersion;
import io.upkeep.run.RunReferences;
import io.upkeep.text.IdBeginning;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Evidence in PostgreSQL; of probes, runs and locks it only reads. */
@Repository
class JdbcEvidence implements EvidenceRecords, RunReferences {

    private static final String BEGIN = "begin";

    private final JdbcClient jdbc;

    JdbcEvidence(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void keep(UUID run, int round, String topic, String json, Instant now) {
        jdbc.sql("""
                        INSERT INTO diagnosis_evidence (run_id, round, topic, content, gathered_at)
                        VALUES (:run, :round, :topic, :content::jsonb, :now)
                        ON CONFLICT (run_id, round, topic) DO UPDATE SET content = excluded.content
                        """)
                .param("run", run)
                .param("round", round)
                .param("topic", topic)
                .param("content", json)
                .param("now", Timestamp.from(now))
                .update();
    }

    @Override
    public Instant begin(UUID run, int round, Instant now) {
        keep(run, round, BEGIN, "{}", now);
        return jdbc.sql("""
                        SELECT gathered_at FROM diagnosis_evidence
                        WHERE run_id = :run AND round = :round AND topic = 'begin'
                        """)
                .param("run", run)
                .param("round", round)
                .query(Timestamp.class)
                .single()
                .toInstant();
    }

    @Override
    public Map<String, String> of(UUID run, int round) {
        Map<String, String> topics = new HashMap<>();
        jdbc.sql("SELECT topic, content FROM diagnosis_evidence WHERE run_id = :run AND round = :round")
                .param("run", run)
                .param("round", round)
                .query((ResultSet row) -> {
                    topics.put(row.getString("topic"), row.getString("content"));
                });
        topics.remove(BEGIN);
        return topics;
    }

    @Override
    public List<Problem> critical(Instant since) {
        return jdbc.sql("""
                        SELECT newest.target, newest.probe, newest.reason, COALESCE(standing.since, newest.at) AS since
                        FROM (
                            SELECT DISTINCT ON (target, probe) target, probe, state, reason, at FROM probe_result
                            WHERE at >= :since ORDER BY target, probe, at DESC
                        ) AS newest
                        LEFT JOIN probe_state standing
                            ON standing.target = newest.target AND standing.probe = newest.probe
                            AND standing.state = newest.state
                        WHERE newest.state = 'CRITICAL' ORDER BY newest.target, newest.probe
                        """)
                .param("since", Timestamp.from(since))
                .query((row, n) -> new Problem(
                        row.getString("target"),
                        row.getString("probe"),
                        row.getString("reason"),
                        row.getTimestamp("since").toInstant()))
                .list();
    }

    @Override
    public List<Answer> answers(Collection<String> targets, Instant begun, Instant past) {
        return jdbc.sql("""
                        SELECT newest.target, newest.probe, newest.last, (
                            SELECT max(before.at) FROM probe_result before
                            WHERE before.target = newest.target AND before.probe = newest.probe
                                AND before.state = 'CRITICAL' AND before.at >= :past) AS critical
                        FROM probe_state newest
                        WHERE newest.target = ANY (:targets) AND newest.at >= :past
                            AND NOT (newest.last = 'CRITICAL' AND newest.at >= :begun)
                        ORDER BY newest.target, newest.probe
                        """)
                .param("targets", targets.toArray(new String[0]))
                .param("begun", Timestamp.from(begun))
                .param("past", Timestamp.from(past))
                .query((row, n) -> new Answer(
                        row.getString("target"),
                        row.getString("probe"),
                        row.getString("last"),
                        row.getTimestamp("critical") == null
                                ? null
                                : row.getTimestamp("critical").toInstant()))
                .list();
    }

    @Override
    public Optional<FailedRun> run(UUID id) {
        return jdbc.sql("""
                        SELECT id, pipeline, state, COALESCE(failed_step, '') AS failed_step,
                            concat_ws(' | ', failure, reason) AS failure,
                            EXISTS (SELECT FROM step WHERE run_id = run.id AND phase = 'ROLLBACK' AND state = 'FINISHED'
                                AND path ~ '(^|/)undo-[^/]*$') AS undid
                        FROM run WHERE id = :id
                        """)
                .param("id", id)
                .query((row, n) -> new FailedRun(
                        row.getObject("id", UUID.class),
                        row.getString("pipeline"),
                        row.getString("state"),
                        row.getString("failed_step"),
                        Bounded.line(row.getString("failure"), 2_000),
                        row.getBoolean("undid")))
                .optional();
    }

    /** OFFSET 0: earlier runs are sorted first, and their checkpoints read only until one differs. */
    @Override
    public List<Change> changes(List<String> pipelines, Instant since) {
        return jdbc.sql("""
                        SELECT changed.id, changed.pipeline, changed.finished_at,
                            COALESCE(changed.parameters->>'version', '') AS version,
                            COALESCE(changed.parameters->>'environment', '') AS environment,
                            COALESCE(pinned.commit, changed.parameters->>'version', '') AS commit,
                            COALESCE(before.version, '') AS before, COALESCE(before.commit, '') AS commit_before
                        FROM (
                                SELECT * FROM run WHERE state = 'SUCCEEDED' AND finished_at >= :since
                                    AND pipeline LIKE ANY (:pipelines)
                                ORDER BY finished_at DESC, id DESC LIMIT 20) changed
                            LEFT JOIN LATERAL %s pinned ON true
                            LEFT JOIN LATERAL (
                                SELECT earlier.parameters->>'version' AS version,
                                    COALESCE(was.commit, earlier.parameters->>'version') AS commit
                                FROM (
                                    SELECT run.id, run.finished_at, run.parameters FROM run
                                    WHERE run.pipeline = changed.pipeline AND run.state = 'SUCCEEDED'
                                        AND (run.finished_at, run.id) < (changed.finished_at, changed.id)
                                        AND run.parameters->>'environment' = changed.parameters->>'environment'
                                    ORDER BY run.finished_at DESC, run.id DESC OFFSET 0) earlier
                                LEFT JOIN LATERAL %s was ON true
                                WHERE COALESCE(pinned.commit, changed.parameters->>'version')
                                    <> COALESCE(was.commit, earlier.parameters->>'version')
                                ORDER BY earlier.finished_at DESC, earlier.id DESC LIMIT 1) before ON true
                        ORDER BY changed.finished_at DESC, changed.id DESC
                        """.formatted(JdbcCheckedVersion.of("changed.id"), JdbcCheckedVersion.of("earlier.id")))
                .param("since", Timestamp.from(since))
                .param(
                        "pipelines",
                        pipelines.stream()
                                .map(name -> name.replace("_", "\\_").replace('*', '%'))
                                .toArray(String[]::new))
                .query(JdbcEvidence::change)
                .list();
    }

    private static Change change(ResultSet row, int n) throws SQLException {
        return new Change(
                row.getObject("id", UUID.class),
                row.getString("pipeline"),
                row.getString("version"),
                row.getString("environment"),
                row.getString("before"),
                row.getTimestamp("finished_at").toInstant(),
                row.getString("commit"),
                row.getString("commit_before"),
                Set.of());
    }

    @Override
    public List<HeldLock> locks() {
        return jdbc.sql("""
                        SELECT lock.name, lock.run_id, run.state, run.pipeline, lock.holder, lock.reason
                        FROM lock LEFT JOIN run ON run.id = lock.run_id ORDER BY lock.name
                        """)
                .query((row, n) -> new HeldLock(
                        row.getString("name"),
                        row.getObject("run_id", UUID.class),
                        row.getString("state"),
                        row.getString("pipeline"),
                        row.getString("holder"),
                        row.getString("reason")))
                .list();
    }

    @Override
    public List<RunBackup> backups(UUID run) {
        return jdbc.sql("""
                        SELECT backup.id, backup.series, backup.state, COALESCE(backup.object_key, '') AS archive,
                            COALESCE(backup.manifest_key, '') AS manifest, COALESCE(backup.reason, '') AS reason,
                            backup.changed_at, proven.id AS proven, proven.manifest_key AS proven_manifest,
                            proven.created_at AS proven_at
                        FROM backup LEFT JOIN LATERAL (
                            SELECT other.id, other.manifest_key, other.created_at FROM backup other
                            WHERE other.series = backup.series AND other.id <> backup.id AND other.state = 'VERIFIED'
                            ORDER BY other.created_at DESC LIMIT 1) proven ON true
                        WHERE backup.run_id = :run OR backup.run_id IN (SELECT id FROM run WHERE parent = :run)
                            OR EXISTS (SELECT FROM run WHERE id = :run AND length(parameters->>'backup') >= :fewest
                                AND starts_with(backup.id::text, lower(parameters->>'backup')))
                        ORDER BY backup.created_at, backup.id LIMIT 20
                        """)
                .param("run", run)
                .param("fewest", IdBeginning.FEWEST)
                .query(JdbcEvidence::backup)
                .list();
    }

    private static RunBackup backup(ResultSet row, int n) throws SQLException {
        UUID proven = row.getObject("proven", UUID.class);
        return new RunBackup(
                row.getObject("id", UUID.class),
                row.getString("series"),
                row.getString("state"),
                row.getString("archive"),
                row.getString("manifest"),
                row.getString("reason"),
                row.getTimestamp("changed_at").toInstant(),
                proven == null
                        ? null
                        : new ProvenBackup(
                                proven,
                                row.getString("proven_manifest"),
                                row.getTimestamp("proven_at").toInstant()));
    }

    /** Evidence keeps no run from being forgotten. */
    @Override
    public Set<UUID> open(Collection<UUID> runs) {
        return Set.of();
    }

    @Override
    public void forget(Collection<UUID> runs) {
        jdbc.sql("DELETE FROM diagnosis_evidence WHERE run_id = ANY (:runs)")
                .param("runs", runs.toArray(new UUID[0]))
                .update();
    }
}
