-- Backups in series (database, configuration, files, …), how each was proven, and the end of those nobody needs any more.
ALTER TABLE backup ADD COLUMN series text;
UPDATE backup SET series = coalesce(nullif(split_part(object_key, '/', 1), ''), pipeline);
ALTER TABLE backup ALTER COLUMN series SET NOT NULL;
ALTER TABLE backup ADD COLUMN contents_key text;
ALTER TABLE backup ADD COLUMN proven_at timestamptz;
ALTER TABLE backup ADD COLUMN restore_seconds double precision;
ALTER TABLE backup ADD COLUMN newest_row timestamptz;
ALTER TABLE backup DROP CONSTRAINT backup_state_check;
ALTER TABLE backup ADD CONSTRAINT backup_state_check
    CHECK (state IN ('TAKEN', 'UPLOADED', 'VERIFIED', 'BROKEN', 'EXPIRED', 'FAILED'));
UPDATE backup SET proven_at = changed_at WHERE state = 'VERIFIED';
CREATE INDEX backup_series ON backup (series, created_at DESC);
