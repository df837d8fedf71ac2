-- Which files are there, each once: could anything of it be read, and how much could not?
SELECT
    f.path, bool_or(f.status IN ('loaded', 'known', 'damaged')),
    CASE WHEN bool_or(f.status IN ('damaged', 'rejected')) THEN 1 ELSE 0 END + count(DISTINCT r.record)
FROM files f
LEFT JOIN rejects r ON r.file_id = f.file_id
WHERE f.status <> 'other'
GROUP BY f.path
ORDER BY f.path;
