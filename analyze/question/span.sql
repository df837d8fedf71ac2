-- How many events are there, and from when to when?
SELECT min(event_time) AS first_seen, max(event_time) AS last_seen, count(*) AS events
FROM events
WHERE /* filter */ TRUE
