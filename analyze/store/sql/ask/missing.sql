-- What is missing of what the loads were given? What a file lacked counts until it is loaded whole under the same path.
WITH newest AS (
    SELECT file_id, path, status, flows
    FROM files
    QUALIFY row_number() OVER (PARTITION BY path ORDER BY file_id DESC) = 1
),
refused AS (
    SELECT DISTINCT n.path, r.record, n.flows > 0 AS flow
    FROM rejects r
    JOIN newest n ON n.file_id = r.file_id
    WHERE r.record IS NOT NULL
)
SELECT
    NOT EXISTS (SELECT 1 FROM records),
    coalesce((SELECT finished IS NULL FROM loads ORDER BY load_id DESC LIMIT 1), FALSE),
    (SELECT count(*) FROM newest WHERE status = 'damaged'),
    (SELECT count(*) FROM newest WHERE status = 'rejected'),
    (SELECT count(*) FROM refused WHERE NOT flow),
    (SELECT count(*) FROM refused WHERE flow),
    (SELECT count(*) FROM doubtful);
