-- Which files are there, each once, and how much of each could not be read?
SELECT f.path, max(CASE WHEN f.status IN ('damaged', 'rejected') THEN 1 ELSE 0 END) + count(DISTINCT r.record)
FROM files f
LEFT JOIN rejects r ON r.file_id = f.file_id
WHERE f.status <> 'other'
GROUP BY f.path
ORDER BY f.path;
