-- One row of figures; the end of a name is its unit. Limits: application.yaml, upkeep.probe.limits.
SELECT round(100.0 * (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend')
             / current_setting('max_connections')::int, 1) AS connections_percent,
       coalesce((SELECT max(extract(epoch FROM now() - xact_start)) FROM pg_stat_activity
                 WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'), 0)
             AS longest_transaction_seconds,
       pg_database_size(current_database()) AS size_bytes,
       -- how far the slowest standby is behind; 0 where there is none
       coalesce((SELECT max(extract(epoch FROM replay_lag)) FROM pg_stat_replication), 0) AS replication_lag_seconds,
       -- rows that were deleted or replaced and not vacuumed yet, of all rows: what tables are bloated by
       coalesce((SELECT round(100.0 * sum(n_dead_tup) / nullif(sum(n_live_tup + n_dead_tup), 0), 1)
                 FROM pg_stat_user_tables), 0) AS dead_rows_percent
