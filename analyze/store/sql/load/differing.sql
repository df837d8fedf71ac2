-- Which twins share their identity and are no repetitions by their text, and in which order do they take precedence?
-- (A table of its own, because DuckDB then knows how few they are and does not build a hash table of all texts to find
-- them.)
CREATE OR REPLACE TEMP TABLE differing AS
SELECT key, event_uuid, account, row_number() OVER (ORDER BY event_uuid, account, load_id, place, key) AS place
FROM (
    SELECT t.*, count(*) OVER (PARTITION BY t.event_uuid, t.account) AS versions
    FROM twins t
    WHERE NOT EXISTS (SELECT 1 FROM hidden h WHERE h.key = t.key AND h.why = 'duplicate')
)
WHERE versions > 1;
