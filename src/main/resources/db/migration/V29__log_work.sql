-- What was done with the logs of a host: one row per step of a run. A row outlives its run.
CREATE TABLE log_work (
    run_id      uuid        NOT NULL,
    host        text        NOT NULL,
    work        text        NOT NULL CHECK (work IN ('rotate', 'compress', 'remove')),
    files       bigint      NOT NULL,
    bytes       bigint      NOT NULL,
    empty_files bigint      NOT NULL,
    notes       text        NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (run_id, host, work)
);
