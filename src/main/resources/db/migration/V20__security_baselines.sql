-- What a person has reviewed on a host; the newest counts, older ones say who accepted what and why.
CREATE TABLE security_baseline (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    host        text        NOT NULL,
    content     jsonb       NOT NULL,
    hash        text        NOT NULL,
    accepted_by text        NOT NULL,
    reason      text        NOT NULL,
    accepted_at timestamptz NOT NULL
);
CREATE INDEX security_baseline_newest ON security_baseline (host, id DESC);

-- What the newest look saw of each host, to be shown, compared and accepted.
CREATE TABLE security_snapshot (
    host    text PRIMARY KEY,
    content jsonb       NOT NULL,
    hash    text        NOT NULL,
    at      timestamptz NOT NULL
);

-- Audits: a report is kept for ever and compared with the one before.
CREATE TABLE security_audit (
    run_id   uuid PRIMARY KEY,
    at       timestamptz NOT NULL,
    complete boolean     NOT NULL,
    findings text[]      NOT NULL,
    report   text        NOT NULL
);
CREATE INDEX security_audit_newest ON security_audit (at DESC);
