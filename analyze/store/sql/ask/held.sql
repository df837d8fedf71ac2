-- Under which path did a load see a file of these bytes, or a container of this name? Parameters: the SHA-256, and the last name of a path.
SELECT path
FROM files
WHERE sha256 = $1 OR contains(path, '!/') AND regexp_extract(split_part(path, '!/', 1), '[^/\\]*$') = $2
ORDER BY sha256 IS DISTINCT FROM $1, path
LIMIT 1;
