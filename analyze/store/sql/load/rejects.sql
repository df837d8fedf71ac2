-- What could not be read or kept, and why? Parameter: the load.
SELECT f.path, r.record, r.reason, r.record IS NOT NULL AND f.flows > 0
FROM rejects r
JOIN files f ON f.file_id = r.file_id
WHERE r.load_id = ?
ORDER BY f.path, r.record NULLS FIRST, r.reason;
