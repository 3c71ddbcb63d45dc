-- Takes runs out of the queue; answers how many were there. One at a time and by its whole key, in a function with a setting
-- of its own: the queue is nearly empty whenever PostgreSQL plans, so that it would read all of it instead, at every end of a
-- run, and with it thousands of rows that were deleted since the last vacuum.
CREATE FUNCTION leave_queue(runs text[]) RETURNS int LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    leaving text;
    gone    int := 0;
BEGIN
    FOREACH leaving IN ARRAY runs LOOP
        DELETE FROM scheduled_tasks WHERE task_name = 'run' AND task_instance = leaving;
        IF FOUND THEN
            gone := gone + 1;
        END IF;
    END LOOP;
    RETURN gone;
END
$$;
