-- Takes runs out of the queue by their keys; answers how many were there. A function, because of its setting: the queue is
-- empty nearly always, so that PostgreSQL would plan to read it through, and then reads what is left of thousands of rows
-- that were deleted since the last vacuum, at every end of a run.
CREATE FUNCTION leave_queue(runs text[]) RETURNS bigint LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    gone bigint;
BEGIN
    DELETE FROM scheduled_tasks WHERE task_name = 'run' AND task_instance = ANY (runs);
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END
$$;
