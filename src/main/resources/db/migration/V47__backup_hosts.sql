-- Whose files a backup holds, so that a restore of a host that it does not hold is refused when it is asked for. Null: not noted.
ALTER TABLE backup ADD COLUMN hosts text[];
