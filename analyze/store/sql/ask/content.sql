-- What do the records say, and where do they lie in their files? Parameters: the first key, and the one behind the last.
SELECT r.key, unhex(sha256(concat_ws(' ', r.record_offset, r.record_length, sha256(r.record), r.event_uuid, coalesce(r.account, '')))) AS sum
FROM whole_records r
WHERE r.key >= $1 AND r.key < $2
ORDER BY r.key, sum;
