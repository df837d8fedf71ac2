-- Which principals acted, a part of them at a time, and how many are there in all?
SELECT
    principal, min(identity_type), min(event_time), max(event_time), count(*), count(error_code),
    count(*) FILTER (WHERE NOT coalesce(read_only, FALSE)), count(*) OVER ()
FROM events
WHERE %s
GROUP BY principal
ORDER BY %s, principal NULLS LAST
LIMIT %d OFFSET %d;
