-- What an update changed, host by host, while it runs. Gone when the record of the update is written.
CREATE TABLE update_note (
    run_id   uuid        NOT NULL,
    topic    text        NOT NULL,
    host     text        NOT NULL,
    content  text        NOT NULL,
    noted_at timestamptz NOT NULL,
    PRIMARY KEY (run_id, topic, host)
);
-- The documentation of an update. A row outlives its run.
CREATE TABLE update_record (
    run_id      uuid PRIMARY KEY,
    pipeline    text        NOT NULL,
    content     text        NOT NULL,
    recorded_at timestamptz NOT NULL
);
CREATE INDEX update_record_newest ON update_record (recorded_at DESC);
-- What tests and people said of a release. The hash is over its files: a changed release is another one.
CREATE TABLE tested_release (
    version    text        NOT NULL,
    sha256     text        NOT NULL,
    state      text        NOT NULL CHECK (state IN ('PASSED', 'REJECTED', 'APPROVED')),
    report     text        NOT NULL,
    run_id     uuid        NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (version, sha256)
);
