-- Which files did the case see, each once for what lay there, what became of them, and what do digests say of them?
WITH counted AS (
    SELECT file_id, count(DISTINCT record) AS records, bool_or(record IS NULL) AS whole
    FROM rejects
    GROUP BY file_id
)
SELECT f.path, f.sha256, f.inflated_sha256, f.size, f.inflated, f.records, f.flows,
    coalesce(c.records, 0) + CASE WHEN coalesce(c.whole, FALSE) THEN 1 ELSE 0 END, f.status, f.reason, a.status
FROM files f
LEFT JOIN counted c ON c.file_id = f.file_id
LEFT JOIN attested a ON a.file_id = f.file_id
QUALIFY row_number() OVER (PARTITION BY f.path, f.sha256 ORDER BY f.status = 'known', f.file_id) = 1
ORDER BY f.path, f.sha256;
