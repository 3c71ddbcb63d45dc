-- A host that could not even look at its logs: nothing was done there, notes say why.
ALTER TABLE log_work DROP CONSTRAINT log_work_work_check;
ALTER TABLE log_work ADD CONSTRAINT log_work_work_check CHECK (work IN ('look', 'rotate', 'compress', 'remove'));
