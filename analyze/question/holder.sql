-- Who used this access key, when and how often, as far as the filters let through?
SELECT principal, min(event_time) AS first_seen, max(event_time) AS last_seen, count(*) AS calls, count(error_code) AS errors
FROM events
WHERE /* filter */ TRUE AND access_key_id = ?
GROUP BY principal
ORDER BY min(event_time), principal
