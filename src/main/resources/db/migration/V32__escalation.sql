-- Who was told of an incident: level 1 and up as nobody took it up, level 0 again and again while it lasts taken up. One row
-- for each time, so that nobody is told twice, whichever node does it.
CREATE TABLE incident_told (
    incident_id uuid        NOT NULL REFERENCES incident ON DELETE CASCADE,
    level       integer     NOT NULL,
    round       integer     NOT NULL,
    told        text        NOT NULL,
    at          timestamptz NOT NULL,
    PRIMARY KEY (incident_id, level, round)
);
ALTER TABLE incident ADD level integer NOT NULL DEFAULT 0;
CREATE INDEX incident_lasting ON incident (opened_at) WHERE state <> 'RESOLVED';
