-- One thing that is measured of one target. A change of unit makes another series: its values cannot be compared.
CREATE TABLE performance_series (
    id     integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    target text NOT NULL,
    metric text NOT NULL,
    unit   text NOT NULL,
    UNIQUE (target, metric, unit)
);
-- Every value, for days. A target that did not answer has none: a gap, no zero.
CREATE TABLE performance_sample (
    series_id integer          NOT NULL REFERENCES performance_series ON DELETE CASCADE,
    at        timestamptz      NOT NULL,
    value     double precision NOT NULL,
    PRIMARY KEY (series_id, at)
);
CREATE INDEX performance_sample_age ON performance_sample USING brin (at);
-- What becomes of them: hours for months, days for years.
CREATE TABLE performance_rollup (
    series_id integer          NOT NULL REFERENCES performance_series ON DELETE CASCADE,
    width     text             NOT NULL CHECK (width IN ('HOUR', 'DAY')),
    at        timestamptz      NOT NULL,
    samples   integer          NOT NULL,
    average   double precision NOT NULL,
    p95       double precision NOT NULL,
    highest   double precision NOT NULL,
    PRIMARY KEY (series_id, width, at)
);
CREATE INDEX performance_rollup_age ON performance_rollup (width, at);
-- The newest counters of each target: a rate is the difference of two readings.
CREATE TABLE performance_counter (
    target  text PRIMARY KEY,
    at      timestamptz NOT NULL,
    reading jsonb       NOT NULL
);
-- Up to when the results of probes were taken over.
CREATE TABLE performance_progress (
    source text PRIMARY KEY,
    at     timestamptz NOT NULL
);
-- What was found out, by kind: a run writes one of each at most.
CREATE TABLE performance_document (
    id         uuid PRIMARY KEY,
    kind       text        NOT NULL,
    run_id     uuid        NOT NULL,
    created_at timestamptz NOT NULL,
    content    jsonb       NOT NULL,
    text       text        NOT NULL,
    UNIQUE (run_id, kind)
);
CREATE INDEX performance_document_newest ON performance_document (kind, created_at DESC);
