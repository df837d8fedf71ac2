-- What was kept of the records of one load? Parameter: the first key of the load.
WITH fresh AS (
    SELECT r.key, r.event_time, r.repaired, h.why
    FROM records r
    LEFT JOIN hidden h ON h.key = r.key
    WHERE r.key >= $1
)
SELECT
    count(*) FILTER (why IS NULL),
    count(*) FILTER (why = 'duplicate'),
    count(*) FILTER (why = 'superseded'),
    count(*) FILTER (why IS NULL AND key IN (SELECT key FROM conflicts)),
    count(*) FILTER (why IS NULL AND repaired),
    min(event_time) FILTER (why IS NULL),
    max(event_time) FILTER (why IS NULL)
FROM fresh;
