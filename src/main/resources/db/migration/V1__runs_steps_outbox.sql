-- A run, from request to a terminal state. epoch fences: every write of a run says WHERE epoch = what the writer holds.
CREATE TABLE run (
    id           uuid PRIMARY KEY,
    request_id   text UNIQUE,
    pipeline     text        NOT NULL,
    state        text        NOT NULL,
    parameters   jsonb       NOT NULL,
    requested_by text        NOT NULL,
    requested_at timestamptz NOT NULL,
    started_at   timestamptz,
    finished_at  timestamptz,
    owner        text,
    epoch        bigint      NOT NULL DEFAULT 0,
    sequence     bigint      NOT NULL DEFAULT 0,
    route_hash   text,
    failed_step  text,
    failure      text,
    reason       text
);
CREATE INDEX run_to_claim ON run (requested_at) WHERE owner IS NULL AND state IN ('REQUESTED', 'RUNNING', 'ROLLING_BACK');
CREATE INDEX run_newest ON run (requested_at DESC);
CREATE INDEX run_newest_of_pipeline ON run (pipeline, requested_at DESC);

-- INTENT (STARTED) and OUTCOME (FINISHED, FAILED, SKIPPED) of a step; path, iteration and phase make it unique in its run.
CREATE TABLE step (
    run_id      uuid        NOT NULL REFERENCES run ON DELETE CASCADE,
    phase       text        NOT NULL,
    path        text        NOT NULL,
    iteration   text        NOT NULL DEFAULT '',
    position    bigint      NOT NULL,
    state       text        NOT NULL,
    attempt     int         NOT NULL,
    started_at  timestamptz NOT NULL,
    finished_at timestamptz,
    checkpoint  jsonb,
    failure     text,
    PRIMARY KEY (run_id, phase, path, iteration)
);

-- Facts for programs, written in the transaction that made them true; sent to Kafka afterwards.
CREATE TABLE outbox (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id uuid        NOT NULL,
    type     text        NOT NULL,
    subject  text        NOT NULL,
    key      text        NOT NULL,
    sequence bigint      NOT NULL,
    time     timestamptz NOT NULL,
    data     jsonb       NOT NULL,
    sent_at  timestamptz
);
CREATE INDEX outbox_waiting ON outbox (id) WHERE sent_at IS NULL;
