-- Only the very session that was looked at: its process number may belong to another by now. No row: it is gone already.
SELECT pg_terminate_backend(a.pid) AS ended FROM pg_stat_activity a
WHERE a.pid || '-' || (extract(epoch FROM a.backend_start) * 1000)::bigint = # AND a.xact_start IS NOT NULL
