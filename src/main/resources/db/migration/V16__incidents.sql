-- What needs a person. One that lasts per key: a repeat is counted in it.
CREATE TABLE incident (
    id              uuid PRIMARY KEY,
    key             text        NOT NULL,
    kind            text        NOT NULL,
    title           text        NOT NULL,
    state           text        NOT NULL CHECK (state IN ('OPEN', 'ACKNOWLEDGED', 'RESOLVED')),
    -- no foreign key: an incident is kept longer than its run
    run_id          uuid,
    opened_at       timestamptz NOT NULL,
    occurrences     integer     NOT NULL,
    last_at         timestamptz NOT NULL,
    acknowledged_at timestamptz,
    acknowledged_by text,
    resolved_at     timestamptz,
    resolved_by     text,
    resolution      text
);
CREATE UNIQUE INDEX incident_unresolved ON incident (key) WHERE state <> 'RESOLVED';
CREATE INDEX incident_newest ON incident (opened_at DESC);

-- All that was seen and done, in order.
CREATE TABLE incident_entry (
    incident_id uuid        NOT NULL REFERENCES incident ON DELETE CASCADE,
    number      integer     NOT NULL,
    at          timestamptz NOT NULL,
    by          text        NOT NULL,
    what        text        NOT NULL,
    text        text        NOT NULL,
    PRIMARY KEY (incident_id, number)
);
