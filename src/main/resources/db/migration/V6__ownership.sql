-- Who works on a run is decided by db-scheduler; the epoch of the run makes sure. One row per run that is not at rest.
CREATE TABLE scheduled_tasks (
    task_name            text        NOT NULL,
    task_instance        text        NOT NULL,
    task_data            bytea,
    execution_time       timestamptz NOT NULL,
    picked               boolean     NOT NULL,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures int,
    last_heartbeat       timestamptz,
    version              bigint      NOT NULL,
    priority             smallint    NOT NULL DEFAULT 0,
    hurried              boolean     NOT NULL DEFAULT false, -- is to be looked at again at once, though it is picked now
    PRIMARY KEY (task_name, task_instance)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX scheduled_tasks_due ON scheduled_tasks (priority DESC, execution_time) WHERE NOT picked;
CREATE INDEX scheduled_tasks_picked ON scheduled_tasks (last_heartbeat) WHERE picked;

-- What a run waits for, who asked for what while it was owned, and what it was promised at its start.
ALTER TABLE run
    ADD priority    smallint NOT NULL DEFAULT 0,
    ADD parent      uuid,
    ADD wait_kind   text,
    ADD wait_until  timestamptz,
    ADD wants       text[],
    ADD wish        text,
    ADD wish_by     text,
    ADD window_id   text,
    ADD closes_at   timestamptz,
    ADD last_write  uuid;
ALTER TABLE run SET (fillfactor = 70);
DROP INDEX run_to_claim;
CREATE INDEX run_unfinished ON run (requested_at)
    WHERE state NOT IN ('SUCCEEDED', 'ROLLED_BACK', 'CANCELLED', 'REJECTED');
CREATE INDEX run_children ON run (parent) WHERE parent IS NOT NULL;
ALTER TABLE step ADD work int NOT NULL DEFAULT 1;
ALTER TABLE step SET (fillfactor = 70);

INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)
SELECT 'run', id::text, requested_at, false, 1 FROM run WHERE state IN ('REQUESTED', 'RUNNING', 'ROLLING_BACK');
UPDATE run SET owner = NULL WHERE state IN ('REQUESTED', 'RUNNING', 'ROLLING_BACK');

-- A lock is held by a run until it is at rest without asking for a person, or by a person until they give it back.
CREATE TABLE lock (
    name   text PRIMARY KEY,
    run_id uuid REFERENCES run ON DELETE CASCADE,
    holder text        NOT NULL,
    reason text,
    since  timestamptz NOT NULL
);
CREATE INDEX lock_of_run ON lock (run_id);

-- The nodes that work on this database; a node whose heartbeat is old is gone.
CREATE TABLE node (
    name       text PRIMARY KEY,
    address    text        NOT NULL,
    started_at timestamptz NOT NULL,
    heartbeat  timestamptz NOT NULL,
    paused_by  text,
    workers    int         NOT NULL
);

-- One row while the whole system is paused.
CREATE TABLE pause (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    by_whom  text        NOT NULL,
    reason   text        NOT NULL,
    since    timestamptz NOT NULL
);
CREATE INDEX run_waiting ON run (requested_at) WHERE state = 'WAITING';
