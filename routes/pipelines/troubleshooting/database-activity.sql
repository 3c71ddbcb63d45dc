-- Open transactions, the one that holds up most others first; a row without a session when there is none. Of sessions of others
-- a login that is no member of pg_read_all_stats sees neither the statement nor the transaction, only that they are there and
-- whom they hold up: those are counted as hidden.
WITH activity AS (
    SELECT *, backend_type IS NULL AND usesysid IS NOT NULL AS hidden FROM pg_stat_activity)
SELECT used.*, open.session, open.username, open.idle, open.seconds, open.blocks, open.query
FROM (SELECT round(100.0 * count(*) FILTER (WHERE backend_type = 'client backend' OR hidden)
                 / current_setting('max_connections')::int) AS connections_percent,
             quote_ident(current_user) AS login,
             NOT pg_has_role('pg_read_all_stats', 'USAGE') AS restricted,
             count(*) FILTER (WHERE hidden AND datname = current_database()) AS hidden,
             (SELECT count(*) FROM activity waiting
              WHERE EXISTS (SELECT FROM activity holder
                            WHERE holder.hidden AND holder.datname = current_database()
                              AND holder.pid = ANY (pg_blocking_pids(waiting.pid)))) AS hidden_blocks
      FROM activity) AS used
LEFT JOIN (
    SELECT a.pid || '-' || (extract(epoch FROM a.backend_start) * 1000)::bigint AS session, a.usename AS username,
           a.state LIKE 'idle in transaction%' AS idle,
           extract(epoch FROM clock_timestamp()
               - CASE WHEN a.state LIKE 'idle%' THEN a.state_change ELSE a.xact_start END)::bigint AS seconds,
           (SELECT count(*) FROM activity waiting WHERE a.pid = ANY (pg_blocking_pids(waiting.pid))) AS blocks,
           left(a.query, 200) AS query
    FROM activity a
    WHERE a.datname = current_database() AND a.pid <> pg_backend_pid() AND a.xact_start IS NOT NULL
      AND a.backend_type = 'client backend'
    ORDER BY blocks DESC, seconds DESC LIMIT 20) AS open ON true
