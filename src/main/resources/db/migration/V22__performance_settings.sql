-- What a setting of an estate's database was before a run changed it: its way back, written before the change.
CREATE TABLE performance_setting (
    run_id     uuid        NOT NULL,
    target     text        NOT NULL,
    name       text        NOT NULL,
    -- null: the database had none of its own
    before     text,
    effective  text        NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (run_id, target, name)
);
