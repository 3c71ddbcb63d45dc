-- Which release was brought to production, by which run. The newest row is what is there.
CREATE TABLE production_release (
    run_id     uuid PRIMARY KEY,
    version    text        NOT NULL,
    sha256     text        NOT NULL,
    brought_at timestamptz NOT NULL
);
CREATE INDEX production_release_newest ON production_release (brought_at DESC);
