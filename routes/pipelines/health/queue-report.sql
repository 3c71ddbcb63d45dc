-- How many wait in the virtual queue, and for how long the first of them has waited.
SELECT count(*) AS queue_depth,
       coalesce(extract(epoch FROM now() - min(created_at)), 0) AS queue_oldest_seconds
FROM tickets
WHERE state = 'waiting'
