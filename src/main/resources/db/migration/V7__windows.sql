-- One opening of a window. A declared one becomes a row when it is near; its id is made from its window and local time.
CREATE TABLE window_occurrence (
    id               uuid PRIMARY KEY,
    name             text        NOT NULL,
    is_declared      boolean     NOT NULL,
    is_moved         boolean     NOT NULL DEFAULT false,
    state            text        NOT NULL
        CHECK (state IN ('PROPOSED', 'APPROVED', 'STARTED', 'VERIFYING', 'COMPLETED', 'CANCELLED')),
    opens_at         timestamptz NOT NULL,
    closes_at        timestamptz NOT NULL,
    cutoff_seconds   bigint      NOT NULL,
    zone             text        NOT NULL,
    reason           text        NOT NULL,
    pipelines        text[]      NOT NULL,
    targets          text        NOT NULL,
    proposed_by      text        NOT NULL,
    approved_by      text,
    remark           text,
    started_at       timestamptz,
    ended_at         timestamptz,
    lead_seconds     bigint[]    NOT NULL,
    next_reminder_at timestamptz,
    sequence         bigint      NOT NULL,
    CHECK (closes_at > opens_at)
);
CREATE INDEX window_occurrence_alive ON window_occurrence (closes_at)
    WHERE state IN ('PROPOSED', 'APPROVED', 'STARTED', 'VERIFYING');
CREATE INDEX window_occurrence_newest ON window_occurrence (closes_at DESC);

-- A time without maintenance that people added; the declared ones stand in application.yaml only.
CREATE TABLE added_freeze (
    id         uuid PRIMARY KEY,
    name       text        NOT NULL,
    from_at    timestamptz NOT NULL,
    until_at   timestamptz NOT NULL,
    zone       text        NOT NULL,
    reason     text        NOT NULL,
    pipelines  text[]      NOT NULL,
    targets    text        NOT NULL,
    exceptions text[]      NOT NULL,
    added_by   text        NOT NULL,
    lifted_by  text,
    lifted_at  timestamptz,
    CHECK (until_at > from_at)
);
CREATE INDEX added_freeze_alive ON added_freeze (until_at) WHERE lifted_at IS NULL;
