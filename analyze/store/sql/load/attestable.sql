-- Which files has the last load seen, and what are their inflated bytes? What it did not read again has the sums of the load that
-- did, as in ask/manifest_files.
WITH objects AS (
    SELECT path, size, stamp, max(sha256) AS sha256
    FROM files
    WHERE stamp IS NOT NULL AND sha256 IS NOT NULL
    GROUP BY path, size, stamp
),
texts AS (
    SELECT sha256, max(inflated_sha256) AS inflated_sha256
    FROM files
    WHERE inflated_sha256 IS NOT NULL
    GROUP BY sha256
)
SELECT f.file_id, f.load_id, f.path, coalesce(f.inflated_sha256, t.inflated_sha256)
FROM files f
LEFT JOIN objects o ON f.sha256 IS NULL AND f.status <> 'rejected' AND o.path = f.path AND o.size = f.size AND o.stamp = f.stamp
LEFT JOIN texts t ON t.sha256 = coalesce(f.sha256, o.sha256)
WHERE f.load_id = (SELECT max(load_id) FROM loads)
ORDER BY f.file_id;
