-- What do the twins say whose texts differ, identity by identity, the record that stands first at the head? Parameter:
-- the first key of the batch.
WITH standing AS (
    SELECT t.*, count(*) OVER (PARTITION BY t.event_uuid, t.account) AS versions
    FROM twins t
    WHERE NOT EXISTS (SELECT 1 FROM hidden h WHERE h.key = t.key)
)
SELECT CAST(s.event_uuid AS VARCHAR) || s.account, s.key, record_text(r.head, r.request_parameters, r.mid, r.response_elements, r.tail)
FROM standing s
JOIN records r ON r.key = s.key
WHERE s.versions > 1
ORDER BY s.event_uuid, s.account, s.key < $1 DESC, s.path, s.key;
