-- Which files have records, in the order of their bytes? Parameter: the load, 0 for all.
SELECT file_id, load_id, sha256
FROM files
WHERE records > 0 AND sha256 IS NOT NULL AND ($1 = 0 OR load_id = $1)
ORDER BY sha256, file_id;
