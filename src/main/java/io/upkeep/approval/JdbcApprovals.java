package io.upkeep.approval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The books of approvals in PostgreSQL. */
@Repository
class JdbcApprovals implements ApprovalRecords {

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    JdbcApprovals(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    @Override
    public Optional<ApprovalRequest> find(UUID run) {
        return read("SELECT * FROM approval_request WHERE run_id = :run", run);
    }

    @Override
    public Optional<ApprovalRequest> lock(UUID run) {
        return read("SELECT * FROM approval_request WHERE run_id = :run FOR UPDATE", run);
    }

    private Optional<ApprovalRequest> read(String sql, UUID run) {
        return jdbc.sql(sql).param("run", run).query(this::request).optional().map(this::withAnswers);
    }

    @Override
    public boolean ask(ApprovalRequest request) {
        return jdbc.sql("""
                        INSERT INTO approval_request
                            (run_id, pipeline, parameters, targets, route_hash, plan_hash, roles, requested_by, asked_at)
                        VALUES (:run, :pipeline, :parameters::json, :targets, :routeHash, :planHash, :roles, :by, :at)
                        ON CONFLICT (run_id) DO NOTHING
                        """).params(columns(request)).update() == 1;
    }

    @Override
    public void askAnew(ApprovalRequest request, String voidReason) {
        jdbc.sql("""
                        UPDATE approval SET void_reason = :reason
                        WHERE run_id = :run AND void_reason IS NULL
                        """).param("run", request.run()).param("reason", voidReason).update();
        jdbc.sql("""
                        UPDATE approval_request SET pipeline = :pipeline, parameters = :parameters::json,
                            targets = :targets, route_hash = :routeHash, plan_hash = :planHash, roles = :roles,
                            requested_by = :by, asked_at = :at, used_at = NULL, used_by = NULL
                        WHERE run_id = :run
                        """).params(columns(request)).update();
    }

    private Map<String, Object> columns(ApprovalRequest request) {
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("run", request.run());
        columns.put("pipeline", request.plan().pipeline());
        columns.put("parameters", write(request.plan().parameters()));
        columns.put("targets", request.plan().targets().toArray(new String[0]));
        columns.put("routeHash", request.plan().routeHash());
        columns.put("planHash", request.plan().hash());
        columns.put("roles", request.roles().toArray(new String[0]));
        columns.put("by", request.requestedBy());
        columns.put("at", Timestamp.from(request.askedAt()));
        return columns;
    }

    @Override
    public void answer(UUID run, Answer answer) {
        jdbc.sql("""
                        UPDATE approval SET void_reason = 'answered again'
                        WHERE run_id = :run AND person = :person AND void_reason IS NULL
                        """).param("run", run).param("person", answer.person()).update();
        jdbc.sql("""
                        INSERT INTO approval (run_id, plan_hash, person, yes, reason, at, valid_until)
                        VALUES (:run, :plan, :person, :yes, :reason, :at, :until)
                        """)
                .param("run", run)
                .param("plan", answer.planHash())
                .param("person", answer.person())
                .param("yes", answer.yes())
                .param("reason", answer.reason())
                .param("at", Timestamp.from(answer.at()))
                .param("until", Timestamp.from(answer.validUntil()))
                .update();
    }

    @Override
    public boolean use(UUID run, String planHash, String usedBy, Instant now) {
        return jdbc.sql("""
                        UPDATE approval_request SET used_by = :by, used_at = :now
                        WHERE run_id = :run AND plan_hash = :plan AND used_by IS NULL
                        """)
                        .param("run", run)
                        .param("plan", planHash)
                        .param("by", usedBy)
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    @Override
    public long nextSequence(UUID run) {
        return jdbc.sql("""
                        UPDATE approval_request SET sequence = sequence + 1 WHERE run_id = :run RETURNING sequence
                        """).param("run", run).query(Long.class).single();
    }

    /** States by name: a run that is taken up, cancelled or rejected is asked about no more. */
    @Override
    public List<ApprovalRequest> waiting() {
        return jdbc.sql("""
                        SELECT q.* FROM approval_request q JOIN run r ON r.id = q.run_id
                        WHERE q.used_by IS NULL AND r.state IN ('REQUESTED', 'WAITING')
                        ORDER BY q.asked_at, q.run_id
                        """).query(this::request).list().stream()
                .map(this::withAnswers)
                .toList();
    }

    private ApprovalRequest withAnswers(ApprovalRequest bare) {
        List<Answer> answers = jdbc.sql("SELECT * FROM approval WHERE run_id = :run ORDER BY id")
                .param("run", bare.run())
                .query((row, n) -> answer(row))
                .list();
        return new ApprovalRequest(
                bare.run(), bare.plan(), bare.roles(), bare.requestedBy(), bare.askedAt(), bare.usedAt(), answers);
    }

    private static Answer answer(ResultSet row) throws SQLException {
        return new Answer(
                row.getString("person"),
                row.getBoolean("yes"),
                row.getString("plan_hash"),
                row.getString("reason"),
                row.getTimestamp("at").toInstant(),
                row.getTimestamp("valid_until").toInstant(),
                row.getString("void_reason"));
    }

    private ApprovalRequest request(ResultSet row, int n) throws SQLException {
        Timestamp used = row.getTimestamp("used_at");
        return new ApprovalRequest(
                row.getObject("run_id", UUID.class),
                new Plan(
                        row.getString("pipeline"),
                        parse(row.getString("parameters")),
                        texts(row.getArray("targets")),
                        row.getString("route_hash")),
                texts(row.getArray("roles")),
                row.getString("requested_by"),
                row.getTimestamp("asked_at").toInstant(),
                used == null ? null : used.toInstant(),
                List.of());
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    private String write(Map<String, String> parameters) {
        try {
            return json.writeValueAsString(parameters);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("parameters cannot be written as JSON", e);
        }
    }

    private Map<String, String> parse(String parameters) {
        try {
            return json.readValue(parameters, new TypeReference<LinkedHashMap<String, String>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a plan's parameters are not JSON", e);
        }
    }
}
