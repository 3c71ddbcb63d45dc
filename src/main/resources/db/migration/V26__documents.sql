-- Documents made from what is in the system. A published one is never changed or deleted: the next version is a row of its own.
CREATE TABLE document (
    id           uuid PRIMARY KEY,
    type         text        NOT NULL CHECK (type IN ('PROCEDURE', 'LOG', 'REPORT', 'SCHEDULE', 'METRICS')),
    subject      text        NOT NULL,
    title        text        NOT NULL,
    state        text        NOT NULL CHECK (state IN ('DRAFT', 'REVIEWED', 'REJECTED', 'PUBLISHED')),
    -- 0 is version 1.0, 1 is 1.1; none before it is published
    version      int CHECK ((version IS NOT NULL) = (state = 'PUBLISHED')),
    content      text        NOT NULL,
    -- iCalendar, where the document is about times
    calendar     text,
    sha256       text        NOT NULL,
    run_id       uuid        NOT NULL,
    created_by   text        NOT NULL,
    created_at   timestamptz NOT NULL,
    reason       text,
    published_at timestamptz,
    next_review  timestamptz,
    distribution text[]      NOT NULL DEFAULT '{}',
    sequence     bigint      NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX document_draft ON document (type, subject) WHERE state <> 'PUBLISHED';
CREATE UNIQUE INDEX document_version ON document (type, subject, version) WHERE state = 'PUBLISHED';
CREATE INDEX document_newest ON document (created_at DESC);

-- Who said yes to exactly this content.
CREATE TABLE document_signature (
    document_id uuid        NOT NULL REFERENCES document ON DELETE CASCADE,
    sha256      text        NOT NULL,
    role        text        NOT NULL,
    person      text        NOT NULL,
    at          timestamptz NOT NULL,
    PRIMARY KEY (document_id, sha256, role)
);

-- A person has read a published document again and found it right: its next review is later.
CREATE TABLE document_review (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    document_id uuid        NOT NULL REFERENCES document,
    person      text        NOT NULL,
    note        text        NOT NULL,
    at          timestamptz NOT NULL,
    next_review timestamptz NOT NULL
);
CREATE INDEX document_review_of ON document_review (document_id, id DESC);

CREATE FUNCTION keep_published_document() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'document % is published and is kept as it is', OLD.id;
END $$;
CREATE TRIGGER document_is_kept BEFORE UPDATE OR DELETE ON document
    FOR EACH ROW WHEN (OLD.state = 'PUBLISHED') EXECUTE FUNCTION keep_published_document();
