-- What is kept of single results when their reasons no longer matter: of a probe and a day (UTC) the same instants, states and
-- values, in a small part of the room.
CREATE TABLE probe_day (
    target text               NOT NULL,
    probe  text               NOT NULL,
    unit   text               NOT NULL,
    day    date               NOT NULL,
    at     timestamptz[]      NOT NULL,
    state  text[]             NOT NULL,
    value  double precision[] NOT NULL,
    PRIMARY KEY (target, probe, unit, day)
);
CREATE INDEX probe_day_age ON probe_day USING brin (day);

-- Single results of a time, wherever they are kept.
CREATE FUNCTION probe_past(since timestamptz, before timestamptz)
    RETURNS TABLE (target text, probe text, state text, value double precision, unit text, at timestamptz)
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT r.target, r.probe, r.state, r.value, r.unit, r.at FROM probe_result r WHERE r.at >= since AND r.at < before
    UNION ALL
    SELECT d.target, d.probe, one.state, one.value, d.unit, one.at
    FROM probe_day d, unnest(d.at, d.state, d.value) AS one (at, state, value)
    WHERE d.day BETWEEN (since AT TIME ZONE 'UTC')::date AND (before AT TIME ZONE 'UTC')::date
        AND one.at >= since AND one.at < before;
END;
