-- Where do these records lie? Asked by the keys of records. Parameters: the first and the last.
SELECT r.key, f.path, f.sha256, r.record_offset, r.record_length, r.issuer_arn
FROM records r
JOIN files f ON f.file_id = r.key >> 32
WHERE r.key >= $1 AND r.key <= $2 AND r.key IN (%s);
