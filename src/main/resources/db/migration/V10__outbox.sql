-- Rows are written once, marked once and deleted once: vacuum by number of rows, not by share of the table, so that the
-- index of waiting events stays small however many sent ones are kept; sent rows need no room for further updates.
ALTER TABLE outbox SET (
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000,
    autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 100000,
    autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 100000);
-- Which backups a run took: asked before the run is forgotten.
CREATE INDEX backup_of_run ON backup (run_id);
