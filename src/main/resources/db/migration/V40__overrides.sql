-- A person may override admission of a run again: of another part of it, which comes to hold it back later.
ALTER TABLE run_override DROP CONSTRAINT run_override_pkey;
ALTER TABLE run_override ADD PRIMARY KEY (run_id, person, kinds);
