-- The review of a maintenance window that was held: what was gathered of it, and what a person found. One per opening.
CREATE TABLE window_review (
    id            uuid PRIMARY KEY,
    occurrence_id uuid        NOT NULL UNIQUE,
    window_name   text        NOT NULL,
    opened_at     timestamptz NOT NULL,
    due_at        timestamptz NOT NULL,
    gathered      json        NOT NULL,
    completed_at  timestamptz,
    completed_by  text,
    findings      text,
    actions       text
);
CREATE INDEX window_review_open ON window_review (due_at) WHERE completed_at IS NULL;
