-- Which files are there, each once: could anything of it be read, how much could not when it was seen last, and what do digests say
-- of it, the worst of what lay there? Begins with ask/sums.
, counted AS (SELECT file_id, count(DISTINCT record) AS records FROM rejects GROUP BY file_id),
seen AS (
    SELECT f.path, f.file_id, f.status, s.sha256, f.file_id = max(f.file_id) OVER (PARTITION BY f.path) AS newest
    FROM files f
    JOIN summed s ON s.file_id = f.file_id
    WHERE f.status <> 'other'
)
SELECT
    f.path, bool_or(f.status IN ('loaded', 'known', 'damaged')),
    max(CASE WHEN f.newest THEN CASE WHEN f.status IN ('damaged', 'rejected') THEN 1 ELSE 0 END + coalesce(c.records, 0) ELSE 0 END),
    ['valid', 'unverifiable', 'not checked', 'unlisted', 'altered'][coalesce(max(CASE WHEN f.sha256 IS NOT NULL THEN
        list_position(['valid', 'unverifiable', 'not checked', 'unlisted', 'altered'], coalesce(a.status, 'not checked')) END), 3)]
FROM seen f
LEFT JOIN counted c ON c.file_id = f.file_id
LEFT JOIN said a ON a.path = f.path AND a.sha256 = f.sha256
GROUP BY f.path
ORDER BY f.path;
