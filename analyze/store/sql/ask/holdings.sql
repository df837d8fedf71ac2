-- Which files did the case see, each once for what lay there, what became of them, and what do digests say of them? What could not
-- be read at first, and was later, is told as it was read. Begins with ask/sums.
, counted AS (
    SELECT file_id, count(DISTINCT record) AS records, bool_or(record IS NULL) AS whole
    FROM rejects
    GROUP BY file_id
),
had AS (SELECT path, max(file_id) AS last FROM files WHERE status <> 'rejected' GROUP BY path)
SELECT f.path, s.sha256, s.inflated_sha256, f.stamp, f.version_id, f.size, f.inflated, f.records, f.flows,
    coalesce(c.records, 0) + CASE WHEN coalesce(c.whole, FALSE) THEN 1 ELSE 0 END, f.status, f.reason, a.status, a.digest, a.reason
FROM files f
JOIN summed s ON s.file_id = f.file_id
LEFT JOIN had h ON h.path = f.path
LEFT JOIN counted c ON c.file_id = f.file_id
LEFT JOIN said a ON a.path = f.path AND a.sha256 = s.sha256
WHERE s.sha256 IS NOT NULL OR h.last IS NULL OR f.file_id > h.last
QUALIFY row_number() OVER (PARTITION BY f.path, s.sha256 ORDER BY f.status = 'known', f.file_id) = 1
ORDER BY f.path, s.sha256;
