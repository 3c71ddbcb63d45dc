-- jsonb sorts the keys of objects: a replay got its variables in another order than the step had left them.
ALTER TABLE step ALTER COLUMN checkpoint TYPE json;
