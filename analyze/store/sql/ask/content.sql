-- What do the records of each file say, and where do they lie in it? The number of the file is its place in the order of the
-- files' bytes. Parameter: the load, 0 for all.
WITH holders AS (
    SELECT file_id, dense_rank() OVER (ORDER BY sha256) AS number
    FROM files
    WHERE records > 0 AND sha256 IS NOT NULL AND ($1 = 0 OR load_id = $1)
)
SELECT
    h.number, r.key & 4294967295 AS record,
    unhex(sha256(concat_ws(' ', r.record_offset, r.record_length, sha256(r.record), r.event_uuid, coalesce(r.account, '')))) AS sum
FROM whole_records r
JOIN holders h ON h.file_id = r.key >> 32
ORDER BY h.number, record, sum;
