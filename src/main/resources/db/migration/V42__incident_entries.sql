-- Numbers of a timeline's entries come from a counter in the incident's row: an update sees what others have committed meanwhile,
-- while a highest number that was looked up may be taken by the time it is used.
ALTER TABLE incident ADD entries integer NOT NULL DEFAULT 0;
UPDATE incident SET entries = COALESCE((SELECT max(number) FROM incident_entry WHERE incident_id = incident.id), 0);
