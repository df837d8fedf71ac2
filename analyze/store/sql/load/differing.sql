-- Which twins still stand although they share their identity, and in which order do they take precedence? They differ in
-- their text. Parameter: the first key of the batch. (A table of its own, because DuckDB then knows how few they are and
-- does not build a hash table of all texts to find them.)
CREATE OR REPLACE TEMP TABLE differing AS
SELECT key, event_uuid, account, row_number() OVER (ORDER BY event_uuid, account, key < $1 DESC, path, key) AS place
FROM (
    SELECT t.*, count(*) OVER (PARTITION BY t.event_uuid, t.account) AS versions
    FROM twins t
    WHERE NOT EXISTS (SELECT 1 FROM hidden h WHERE h.key = t.key)
)
WHERE versions > 1;
