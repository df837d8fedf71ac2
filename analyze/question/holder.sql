-- Who used this access key, when and how often?
SELECT principal, min(event_time) AS first_seen, max(event_time) AS last_seen, count(*) AS calls, count(error_code) AS errors
FROM events
WHERE access_key_id = ?
GROUP BY principal
ORDER BY min(event_time), principal
