-- Which files did the loads see, and what is known of each? Begins with ask/sums. Parameter: the load, 0 for all.
SELECT
    f.load_id, f.path, f.size, s.sha256, s.inflated_sha256, f.stamp, f.version_id, s.unread, f.status, f.reason, f.records, f.flows,
    a.status, a.digest, a.reason
FROM files f
JOIN summed s ON s.file_id = f.file_id
LEFT JOIN attested a ON a.file_id = f.file_id
WHERE $1 = 0 OR f.load_id = $1
ORDER BY f.load_id, f.path, f.place, f.file_id;
