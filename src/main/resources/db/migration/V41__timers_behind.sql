-- The newest time that a timer missed whose work nobody has done since; null when there is none.
ALTER TABLE timer ADD COLUMN behind timestamptz;
