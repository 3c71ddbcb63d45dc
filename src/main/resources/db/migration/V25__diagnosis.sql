-- What was seen while an issue was looked into, before (round 1) and after (round 2) its remedies. Parallel branches of a
-- step write one row each.
CREATE TABLE diagnosis_evidence (
    run_id      uuid        NOT NULL,
    round       integer     NOT NULL,
    topic       text        NOT NULL,
    content     jsonb       NOT NULL,
    gathered_at timestamptz NOT NULL,
    PRIMARY KEY (run_id, round, topic)
);
