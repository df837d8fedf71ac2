-- How far in time do the next events behind a mark reach, or before it? This reads the columns of the filter and no others.
SELECT event_time
FROM (
    SELECT r.*, event_id_text(r.event_uuid, r.event_text) AS event_id
    FROM records r
    WHERE r.key NOT IN (SELECT h.key FROM hidden h)) -- with NOT EXISTS DuckDB sorts out all keys of the table first
WHERE %[1]s
ORDER BY event_time %[2]s
LIMIT %[3]d;
