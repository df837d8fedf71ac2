-- Behind which record does each differing twin of a part stand? The first that means the same; it may be itself. Parameter: the
-- part.
CREATE OR REPLACE TEMP TABLE judged AS
SELECT d.key, d.event_uuid, d.account, first_value(d.key) OVER same AS kept
FROM differing d
JOIN meanings m ON m.key = d.key
WHERE d.part = $1
WINDOW same AS (PARTITION BY d.event_uuid, d.account, m.meaning ORDER BY d.load_id, d.place, d.key);
