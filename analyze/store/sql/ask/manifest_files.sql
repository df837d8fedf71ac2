-- Which files did the loads see, and what is known of each? What a load did not read again has the sums of the load that did:
-- an object by its path, size and ETag, the inflated bytes by the SHA-256 of the file. Parameter: the load, 0 for all.
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
SELECT
    f.load_id, f.path, f.size, coalesce(f.sha256, o.sha256), coalesce(f.inflated_sha256, t.inflated_sha256), f.stamp, f.version_id,
    f.sha256 IS NULL AND o.sha256 IS NOT NULL, f.status, f.reason, f.records, f.flows, a.status, a.digest, a.reason
FROM files f
LEFT JOIN objects o ON f.sha256 IS NULL AND f.status <> 'rejected' AND o.path = f.path AND o.size = f.size AND o.stamp = f.stamp
LEFT JOIN texts t ON t.sha256 = coalesce(f.sha256, o.sha256)
LEFT JOIN attested a ON a.file_id = f.file_id
WHERE $1 = 0 OR f.load_id = $1
ORDER BY f.load_id, f.path, f.place, f.file_id;
