-- Open transactions, the one that holds up most others first; a row without a session when there is none.
SELECT used.connections_percent, open.session, open.username, open.idle, open.seconds, open.blocks, open.query
FROM (SELECT round(100.0 * count(*) / current_setting('max_connections')::int) AS connections_percent
      FROM pg_stat_activity WHERE backend_type = 'client backend') AS used
LEFT JOIN (
    SELECT a.pid || '-' || (extract(epoch FROM a.backend_start) * 1000)::bigint AS session, a.usename AS username,
           a.state LIKE 'idle in transaction%' AS idle,
           extract(epoch FROM clock_timestamp()
               - CASE WHEN a.state LIKE 'idle%' THEN a.state_change ELSE a.xact_start END)::bigint AS seconds,
           (SELECT count(*) FROM pg_stat_activity waiting WHERE a.pid = ANY (pg_blocking_pids(waiting.pid))) AS blocks,
           left(a.query, 200) AS query
    FROM pg_stat_activity a
    WHERE a.datname = current_database() AND a.pid <> pg_backend_pid() AND a.xact_start IS NOT NULL
      AND a.backend_type = 'client backend'
    ORDER BY blocks DESC, seconds DESC LIMIT 20) AS open ON true
