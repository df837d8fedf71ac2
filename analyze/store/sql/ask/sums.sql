-- What are the sums of each file, and what do digests say of it? Several questions begin with this. What a load did not read again
-- has the sums of the load that did: an object by its path, size and ETag, the inflated bytes by the SHA-256 of the file. Of the
-- same bytes under the same path counts what was said last, and that nothing can be said only where nothing else was.
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
),
summed AS (
    SELECT f.file_id, coalesce(f.sha256, o.sha256) AS sha256, coalesce(f.inflated_sha256, t.inflated_sha256) AS inflated_sha256,
        f.sha256 IS NULL AND o.sha256 IS NOT NULL AS unread
    FROM files f
    LEFT JOIN objects o ON f.sha256 IS NULL AND f.status <> 'rejected' AND o.path = f.path AND o.size = f.size AND o.stamp = f.stamp
    LEFT JOIN texts t ON t.sha256 = coalesce(f.sha256, o.sha256)
),
said AS (
    SELECT f.path, s.sha256, a.status, a.digest, a.reason
    FROM attested a
    JOIN files f ON f.file_id = a.file_id
    JOIN summed s ON s.file_id = a.file_id
    WHERE s.sha256 IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY f.path, s.sha256 ORDER BY a.status = 'unverifiable', a.file_id DESC) = 1
)
