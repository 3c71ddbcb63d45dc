-- who waits in a queue
SELECT t.number, t.created_at FROM tickets t JOIN queues q ON q.id = t.queue_id
WHERE q.name = 'passports' AND t.state = 'waiting' ORDER BY t.created_at LIMIT 50;
-- the tickets of a visitor
SELECT number, state, created_at FROM tickets WHERE user_id = 42 ORDER BY created_at DESC LIMIT 20;
-- how many were served today
SELECT queue_id, count(*) FROM tickets WHERE created_at > now() - interval '1 day' AND state = 'served' GROUP BY queue_id;
