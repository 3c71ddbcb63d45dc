-- Until when the store refuses to remove a backup; NULL: it is not locked.
ALTER TABLE backup ADD COLUMN locked_until timestamptz;
