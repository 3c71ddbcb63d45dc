-- When a window was agreed to end, which an extension does not change: what is over it is an overrun.
ALTER TABLE window_occurrence ADD COLUMN agreed_close_at timestamptz;
UPDATE window_occurrence SET agreed_close_at = closes_at;
ALTER TABLE window_occurrence ALTER COLUMN agreed_close_at SET NOT NULL;

-- What reports need of runs that are over, kept when the runs are forgotten: a year is longer than a run is kept.
CREATE TABLE report_run (
    id            uuid PRIMARY KEY,
    pipeline      text        NOT NULL,
    impact        text,
    is_change     boolean,
    state         text        NOT NULL,
    requested_by  text        NOT NULL,
    started_at    timestamptz,
    finished_at   timestamptz NOT NULL,
    failed_step   text,
    failure       text,
    closes_at     timestamptz,
    steps         int         NOT NULL,
    done          int         NOT NULL,
    needed_person boolean     NOT NULL
);
CREATE INDEX report_run_finished ON report_run (finished_at);

-- A report of a period; asked for again, it is another revision. Documents are missing until they are written.
CREATE TABLE report (
    id         uuid PRIMARY KEY,
    type       text        NOT NULL CHECK (type IN ('WEEKLY', 'MONTHLY', 'QUARTERLY', 'ANNUAL')),
    period     text        NOT NULL,
    revision   int         NOT NULL,
    run_id     uuid        NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    document   json        NOT NULL,
    markdown   text,
    html       text,
    UNIQUE (type, period, revision)
);
CREATE INDEX report_newest ON report (created_at DESC);
