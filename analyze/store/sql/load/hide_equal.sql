-- Hide the twins whose text is equal (by length and digest) behind the first of them: the one that was loaded or listed
-- first, so that neither chance nor the size of a batch decides.
INSERT INTO hidden
SELECT key, 'duplicate', kept
FROM (
    SELECT key, first_value(key) OVER same AS kept, row_number() OVER same AS place
    FROM part
    WINDOW same AS (PARTITION BY event_uuid, account, content, record_length ORDER BY load_id, place, key)
)
WHERE place > 1;
