-- Note the records that stand beside others of their identity. Those that earlier batches found in conflict are noted already.
-- Parameter: the first key of the batch.
INSERT INTO conflicts
SELECT key
FROM (
    SELECT key, count(*) OVER identity AS versions, count(*) FILTER (key < $1) OVER identity AS earlier
    FROM judged
    WHERE key = kept
    WINDOW identity AS (PARTITION BY event_uuid, account)
)
WHERE versions > 1 AND (key >= $1 OR earlier = 1)
ORDER BY key;
