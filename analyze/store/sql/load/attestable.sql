-- Which files has the last load seen, and what are their inflated bytes? Begins with ask/sums.
SELECT f.file_id, f.load_id, f.path, s.inflated_sha256
FROM files f
JOIN summed s ON s.file_id = f.file_id
WHERE f.load_id = (SELECT max(load_id) FROM loads)
ORDER BY f.file_id;
