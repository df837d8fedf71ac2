-- Hide the twins whose text is equal (by length and digest) behind the first of them. Parameter: the first key of the batch.
INSERT INTO hidden
SELECT key, 'duplicate', kept
FROM (
    SELECT key, first_value(key) OVER same AS kept, row_number() OVER same AS place
    FROM twins
    WINDOW same AS (PARTITION BY event_uuid, account, content, record_length ORDER BY key < $1 DESC, path, key)
)
WHERE place > 1;
