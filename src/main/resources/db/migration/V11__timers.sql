-- Until when the times of a timer (a route) are settled; a changed schedule counts from when the change was seen.
CREATE TABLE timer (
    route     text PRIMARY KEY,
    cron      text        NOT NULL,
    zone      text        NOT NULL,
    looked_at timestamptz NOT NULL,
    last_due  timestamptz,
    events    bigint      NOT NULL DEFAULT 0
);

-- Times a timer was due at and nobody asked for its runs; told once.
CREATE TABLE timer_missed (
    route      text        NOT NULL,
    due        timestamptz NOT NULL,
    outcome    text        NOT NULL CHECK (outcome IN ('MADE_UP', 'COVERED', 'SKIPPED')),
    noticed_at timestamptz NOT NULL,
    told_at    timestamptz,
    PRIMARY KEY (route, due)
);
