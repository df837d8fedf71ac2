-- What do the calls of one principal name, and how often, those first that were written to most?
SELECT
    id, count(*), count(error_code), count(*) FILTER (WHERE NOT coalesce(read_only, FALSE)), min(event_time), max(event_time), count(*) OVER ()
FROM (
    SELECT unnest(string_split(resource_ids, chr(10))) AS id, error_code, read_only, event_time
    FROM events
    WHERE %s AND principal IS NOT DISTINCT FROM ?
)
WHERE id <> ''
GROUP BY id
ORDER BY 4 DESC, 2 DESC, id
LIMIT %d;
