-- How a probe's newest results change its state: soft and hard, flapping, and what was told of it.
ALTER TABLE probe_state
    ADD COLUMN last         text,
    ADD COLUMN streak       integer NOT NULL DEFAULT 0,
    ADD COLUMN streak_since timestamptz,
    ADD COLUMN ring         integer NOT NULL DEFAULT 0,
    ADD COLUMN is_flapping  boolean NOT NULL DEFAULT false,
    ADD COLUMN told         text,
    ADD COLUMN held         text;
UPDATE probe_state SET last = state, told = state;
ALTER TABLE probe_state ALTER COLUMN last SET NOT NULL, ALTER COLUMN told SET NOT NULL;

-- From when until when a probe was in a state. The last span of a probe has no end: it reaches to its newest result.
CREATE TABLE probe_span (
    target   text        NOT NULL,
    probe    text        NOT NULL,
    state    text        NOT NULL,
    from_at  timestamptz NOT NULL,
    until_at timestamptz,
    PRIMARY KEY (target, probe, from_at)
);
CREATE INDEX probe_span_age ON probe_span USING brin (from_at);

-- How many answers of an hour took at most 2^(bucket/2) milliseconds: percentiles without keeping every answer.
CREATE TABLE probe_latency (
    target text        NOT NULL,
    probe  text        NOT NULL,
    hour   timestamptz NOT NULL,
    bucket smallint    NOT NULL,
    count  bigint      NOT NULL,
    PRIMARY KEY (target, probe, hour, bucket)
);

-- When the job behind a heartbeat reported last.
CREATE TABLE probe_heartbeat (
    target text        NOT NULL,
    probe  text        NOT NULL,
    at     timestamptz NOT NULL,
    by     text        NOT NULL,
    PRIMARY KEY (target, probe)
);
