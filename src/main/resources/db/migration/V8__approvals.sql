-- What people are asked to approve: one plan per run. A changed plan takes its place, and the answers to the old are void.
CREATE TABLE approval_request (
    run_id       uuid PRIMARY KEY,
    pipeline     text        NOT NULL,
    parameters   json        NOT NULL,
    targets      text[]      NOT NULL,
    route_hash   text        NOT NULL,
    plan_hash    text        NOT NULL,
    roles        text[]      NOT NULL,
    requested_by text        NOT NULL,
    asked_at     timestamptz NOT NULL,
    used_at      timestamptz,
    used_by      text,
    sequence     bigint      NOT NULL DEFAULT 0
);
CREATE INDEX approval_request_unused ON approval_request (asked_at) WHERE used_by IS NULL;

-- Every yes and no ever said; never deleted, so that one can see years later who agreed to what.
CREATE TABLE approval (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id      uuid        NOT NULL REFERENCES approval_request,
    plan_hash   text        NOT NULL,
    person      text        NOT NULL,
    yes         boolean     NOT NULL,
    reason      text,
    at          timestamptz NOT NULL,
    valid_until timestamptz NOT NULL,
    void_reason text
);
CREATE INDEX approval_of_run ON approval (run_id, id);
CREATE UNIQUE INDEX approval_one_answer_each ON approval (run_id, person) WHERE void_reason IS NULL;

-- Admission overridden: by who asked for the run (break-glass, reviewed afterwards) or by another person.
CREATE TABLE run_override (
    run_id      uuid        NOT NULL,
    person      text        NOT NULL,
    pipeline    text        NOT NULL,
    reason      text        NOT NULL,
    kinds       text[]      NOT NULL,
    break_glass boolean     NOT NULL,
    at          timestamptz NOT NULL,
    reviewed_by text,
    reviewed_at timestamptz,
    review      text,
    PRIMARY KEY (run_id, person)
);
CREATE INDEX run_override_to_review ON run_override (at) WHERE break_glass AND reviewed_at IS NULL;
