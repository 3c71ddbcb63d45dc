-- Every result of every check: what trends and reports are made of.
CREATE TABLE probe_result (
    run_id uuid        NOT NULL,
    target text        NOT NULL,
    probe  text        NOT NULL,
    state  text        NOT NULL,
    value  double precision,
    unit   text        NOT NULL,
    reason text        NOT NULL,
    at     timestamptz NOT NULL,
    PRIMARY KEY (run_id, target, probe)
);
CREATE INDEX probe_result_of_probe ON probe_result (target, probe, at);
CREATE INDEX probe_result_age ON probe_result USING brin (at);

-- The newest result of each probe; since when its state holds, and how often it changed (the event's sequence).
CREATE TABLE probe_state (
    target     text        NOT NULL,
    probe      text        NOT NULL,
    check_name text        NOT NULL,
    state      text        NOT NULL,
    value      double precision,
    unit       text        NOT NULL,
    reason     text        NOT NULL,
    at         timestamptz NOT NULL,
    since      timestamptz NOT NULL,
    changes    bigint      NOT NULL,
    PRIMARY KEY (target, probe)
);

-- The newest counters of each host: rates are the difference of two rounds.
CREATE TABLE probe_sample (
    target text PRIMARY KEY,
    at     timestamptz NOT NULL,
    sample jsonb       NOT NULL
);
