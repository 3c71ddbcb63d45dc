package io.upkeep.document;

import io.upkeep.document.Document.Signature;
import io.upkeep.document.Document.State;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Documents in PostgreSQL. The database itself refuses to change a published one. */
@Repository
class JdbcDocuments implements DocumentRecords {

    private static final String SELECT = """
            SELECT d.*, COALESCE(r.next_review, d.next_review) AS due FROM document d
            LEFT JOIN LATERAL (SELECT next_review FROM document_review
                WHERE document_id = d.id ORDER BY id DESC LIMIT 1) r ON true
            """;

    private final JdbcClient jdbc;

    JdbcDocuments(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void lock(DocumentType type, String subject) {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended(:name, 26))")
                .param("name", type.name() + " " + subject)
                .query((row, n) -> n)
                .list();
    }

    @Override
    public Optional<Document> find(UUID id) {
        return jdbc.sql(SELECT + "WHERE d.id = :id")
                .param("id", id)
                .query(this::read)
                .optional();
    }

    @Override
    public Optional<Document> draft(DocumentType type, String subject) {
        return jdbc.sql(SELECT + "WHERE d.type = :type AND d.subject = :subject AND d.state <> 'PUBLISHED'")
                .param("type", type.name())
                .param("subject", subject)
                .query(this::read)
                .optional();
    }

    @Override
    public Optional<Document> published(DocumentType type, String subject) {
        return versions(type, subject).stream()
                .filter(document -> document.state() == State.PUBLISHED)
                .findFirst();
    }

    @Override
    public List<Document> versions(DocumentType type, String subject) {
        return jdbc.sql(SELECT + """
                        WHERE d.type = :type AND d.subject = :subject ORDER BY d.version DESC NULLS FIRST LIMIT 200
                        """)
                .param("type", type.name())
                .param("subject", subject)
                .query(this::read)
                .list();
    }

    @Override
    public List<Document> newest(DocumentType type, int limit) {
        return jdbc.sql(SELECT + """
                        WHERE :type = '' OR d.type = :type
                        ORDER BY COALESCE(d.published_at, d.created_at) DESC, d.id LIMIT :limit
                        """)
                .param("type", type == null ? "" : type.name())
                .param("limit", limit)
                .query(this::read)
                .list();
    }

    @Override
    public List<Document> current(DocumentType type) {
        return jdbc.sql(SELECT + """
                        WHERE d.type = :type AND d.state = 'PUBLISHED' AND NOT EXISTS (SELECT 1 FROM document newer
                            WHERE newer.type = d.type AND newer.subject = d.subject AND newer.version > d.version)
                        ORDER BY d.subject
                        """)
                .param("type", type.name())
                .query(this::read)
                .list();
    }

    @Override
    public void add(Document draft) {
        jdbc.sql("""
                        INSERT INTO document (id, type, subject, title, state, content, calendar, sha256, run_id, created_by,
                            created_at)
                        VALUES (:id, :type, :subject, :title, 'DRAFT', :content, :calendar, :sha256, :run, :by, :now)
                        """)
                .param("id", draft.id())
                .param("type", draft.type().name())
                .param("subject", draft.subject())
                .param("title", draft.title())
                .param("content", draft.content())
                .param("calendar", draft.calendar())
                .param("sha256", draft.sha256())
                .param("run", draft.run())
                .param("by", draft.createdBy())
                .param("now", Timestamp.from(draft.createdAt()))
                .update();
    }

    @Override
    public void remove(UUID draft) {
        jdbc.sql("DELETE FROM document WHERE id = :id").param("id", draft).update();
    }

    @Override
    public long move(UUID draft, State state, String reason) {
        return jdbc.sql("""
                        UPDATE document SET state = :state, reason = :reason, sequence = sequence + 1
                        WHERE id = :id RETURNING sequence
                        """)
                .param("id", draft)
                .param("state", state.name())
                .param("reason", reason)
                .query(Long.class)
                .single();
    }

    @Override
    public void sign(UUID draft, String sha256, List<Signature> signatures) {
        signatures.forEach(signature -> jdbc.sql("""
                        INSERT INTO document_signature (document_id, sha256, role, person, at)
                        VALUES (:id, :sha256, :role, :person, :at) ON CONFLICT DO NOTHING
                        """)
                .param("id", draft)
                .param("sha256", sha256)
                .param("role", signature.role())
                .param("person", signature.person())
                .param("at", Timestamp.from(signature.at()))
                .update());
    }

    @Override
    public long publish(UUID draft, Instant now, Instant nextReview, List<String> distribution) {
        return jdbc.sql("""
                        UPDATE document d SET state = 'PUBLISHED', reason = NULL, published_at = :now,
                            next_review = :review, distribution = :distribution, sequence = sequence + 1,
                            version = (SELECT COALESCE(max(version) + 1, 0) FROM document o
                                WHERE o.type = d.type AND o.subject = d.subject)
                        WHERE id = :id RETURNING sequence
                        """)
                .param("id", draft)
                .param("now", Timestamp.from(now))
                .param("review", nextReview == null ? null : Timestamp.from(nextReview))
                .param("distribution", distribution.toArray(new String[0]))
                .query(Long.class)
                .single();
    }

    @Override
    public void review(UUID document, String person, String note, Instant now, Instant nextReview) {
        jdbc.sql("""
                        INSERT INTO document_review (document_id, person, note, at, next_review)
                        VALUES (:id, :person, :note, :now, :next)
                        """)
                .param("id", document)
                .param("person", person)
                .param("note", note)
                .param("now", Timestamp.from(now))
                .param("next", Timestamp.from(nextReview))
                .update();
    }

    @Override
    public boolean isUnderway(UUID run) {
        return jdbc.sql("SELECT count(*) FROM run WHERE id = :id AND finished_at IS NULL")
                        .param("id", run)
                        .query(Long.class)
                        .single()
                > 0;
    }

    @Override
    public boolean isRun(UUID run) {
        return jdbc.sql("SELECT count(*) FROM run WHERE id = :id")
                        .param("id", run)
                        .query(Long.class)
                        .single()
                > 0;
    }

    @Override
    public Optional<UUID> askingRun(UUID document, String sha256) {
        return jdbc.sql("""
                        SELECT run.id FROM run JOIN approval_request asked ON asked.run_id = run.id
                        WHERE run.state = 'WAITING' AND asked.used_at IS NULL
                            AND run.parameters ->> 'document' = :document AND run.parameters ->> 'sha256' = :sha256
                        ORDER BY run.requested_at DESC LIMIT 1
                        """)
                .param("document", document.toString())
                .param("sha256", sha256)
                .query(UUID.class)
                .optional();
    }

    private Document read(ResultSet row, int n) throws SQLException {
        int version = row.getInt("version");
        boolean isDraft = row.wasNull();
        UUID id = row.getObject("id", UUID.class);
        String sha256 = row.getString("sha256");
        return new Document(
                id,
                DocumentType.valueOf(row.getString("type")),
                row.getString("subject"),
                row.getString("title"),
                State.valueOf(row.getString("state")),
                isDraft ? null : "1." + version,
                row.getString("content"),
                row.getString("calendar"),
                sha256,
                row.getObject("run_id", UUID.class),
                row.getString("created_by"),
                instant(row, "created_at"),
                row.getString("reason"),
                instant(row, "published_at"),
                instant(row, "due"),
                List.of((String[]) array(row)),
                signatures(id, sha256));
    }

    private List<Signature> signatures(UUID document, String sha256) {
        return jdbc.sql("""
                        SELECT role, person, at FROM document_signature
                        WHERE document_id = :id AND sha256 = :sha256 ORDER BY role
                        """)
                .param("id", document)
                .param("sha256", sha256)
                .query((row, n) -> new Signature(row.getString("role"), row.getString("person"), instant(row, "at")))
                .list();
    }

    private static Object array(ResultSet row) throws SQLException {
        Array array = row.getArray("distribution");
        return array.getArray();
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
