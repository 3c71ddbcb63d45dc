-- What was said and printed while runs were at work: beside the journal, which alone decides. Rows of lines that came
-- together from one place; swept by age (upkeep.retention.run-log), so without a reference to the run.
CREATE TABLE run_log (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id uuid        NOT NULL,
    at     timestamptz NOT NULL,
    phase  text        NOT NULL,
    step   text        NOT NULL,
    host   text,
    stream text        NOT NULL,
    text   text        NOT NULL
);
CREATE INDEX run_log_of_run ON run_log (run_id, id);
CREATE INDEX run_log_by_age ON run_log (at);
