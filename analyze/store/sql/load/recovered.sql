-- Note the records of a batch that were recovered. Parameter: the first key of the batch.
INSERT INTO recovered
SELECT r.key
FROM records r
JOIN files f ON f.file_id = r.key >> 32
WHERE r.key >= $1 AND f.file_id >= $1 >> 32 AND r.record_offset >= f.recovered_from;
