-- Which records share their identity with a record of this batch? Those that an addendum replaced are among them: their
-- repetitions are repetitions all the same; and those that are hidden as repetitions already. Parameter: the first key of the
-- batch.
CREATE OR REPLACE TEMP TABLE twins AS
WITH fresh AS (
    SELECT event_uuid FROM records WHERE key >= $1
),
doubled AS (
    SELECT event_uuid FROM fresh GROUP BY event_uuid HAVING count(*) > 1
    UNION
    SELECT event_uuid FROM records WHERE key < $1 AND event_uuid IN (SELECT event_uuid FROM fresh)
)
SELECT r.key, r.event_uuid, coalesce(r.account, '') AS account, f.load_id, f.place, r.content, r.record_length
FROM records r
JOIN files f ON f.file_id = r.key >> 32
WHERE r.event_uuid IN (SELECT event_uuid FROM doubled);
