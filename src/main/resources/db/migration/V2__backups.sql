-- The catalogue of backups. A row outlives its run; only a VERIFIED one counts as a backup.
CREATE TABLE backup (
    id           uuid PRIMARY KEY,
    run_id       uuid        NOT NULL,
    pipeline     text        NOT NULL,
    state        text        NOT NULL CHECK (state IN ('TAKEN', 'UPLOADED', 'VERIFIED', 'FAILED')),
    created_at   timestamptz NOT NULL,
    changed_at   timestamptz NOT NULL,
    object_key   text,
    manifest_key text,
    sha256       text,
    bytes        bigint      NOT NULL DEFAULT 0,
    entries      bigint      NOT NULL DEFAULT 0,
    reason       text,
    sequence     bigint      NOT NULL
);
CREATE INDEX backup_newest ON backup (created_at DESC);
