-- Has runs looked at again at once; answers how many of them are in the queue. One at a time, by its whole key and in a
-- statement of its own: a row that changes in this moment, because its run is being looked at and given back, is then judged
-- as it is afterwards. As part of a statement whose rows come from what it changes itself, PostgreSQL judges that row again
-- without those rows, and leaves it as it is: the run would not be woken. In one order, so that two never wait for each other.
CREATE FUNCTION hurry(runs text[], at timestamptz) RETURNS int LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    hurrying text;
    there    int := 0;
BEGIN
    FOR hurrying IN SELECT DISTINCT run FROM unnest(runs) AS run ORDER BY run LOOP
        UPDATE scheduled_tasks SET hurried = picked, execution_time = CASE WHEN picked THEN execution_time ELSE at END
            WHERE task_name = 'run' AND task_instance = hurrying;
        IF FOUND THEN
            there := there + 1;
        END IF;
    END LOOP;
    RETURN there;
END
$$;
