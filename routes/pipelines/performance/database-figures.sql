-- One row of figures. How a name ends says what it is: _total is a counter and becomes a rate per second, _part and _whole become
-- a percentage, anything else is a value. Counters begin anew with `epoch`.
SELECT pg_postmaster_start_time()::text || coalesce(stats_reset::text, '') AS epoch,
       extract(epoch FROM clock_timestamp()) AS seconds,
       -- what kind of session it is, is hidden from a login that is no member of pg_read_all_stats
       round(100.0 * (SELECT count(*) FROM pg_stat_activity
                      WHERE backend_type = 'client backend' OR (backend_type IS NULL AND usesysid IS NOT NULL))
             / current_setting('max_connections')::int, 1) AS connections_percent,
       blks_hit AS cache_hit_part,
       blks_hit + blks_read AS cache_hit_whole,
       xact_commit AS commits_total,
       deadlocks AS deadlocks_total,
       temp_bytes AS temporary_total,
       pg_database_size(datid) AS size_bytes
FROM pg_stat_database
WHERE datname = current_database()
