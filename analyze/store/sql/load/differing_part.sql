-- Which twins of a part share their identity and are no repetitions by their text? Parameter: the part.
INSERT INTO differing
SELECT $1, key, event_uuid, account, load_id, place, record_length
FROM (
    SELECT p.*, count(*) OVER (PARTITION BY p.event_uuid, p.account) AS versions
    FROM part p
    ANTI JOIN (SELECT key FROM hidden WHERE why = 'duplicate') h ON h.key = p.key
)
WHERE versions > 1;
