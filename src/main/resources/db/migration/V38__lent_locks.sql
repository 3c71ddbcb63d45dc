-- Which runs use a lock that another holds: a child run what the runs that wait for it hold. The lock stays theirs; a loan
-- ends with the run it is to. No reference to lock: its deletion, at the end of every run, would have to look here.
CREATE TABLE lent_lock (
    name   text NOT NULL,
    run_id uuid NOT NULL REFERENCES run ON DELETE CASCADE,
    PRIMARY KEY (name, run_id)
);
CREATE INDEX lent_lock_of_run ON lent_lock (run_id);
