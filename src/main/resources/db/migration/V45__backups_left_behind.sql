-- Of a failed backup that was uploaded, the store was away when it was to be removed: expire-backups does it.
ALTER TABLE backup ADD COLUMN left_behind boolean NOT NULL DEFAULT false;
