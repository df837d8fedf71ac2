-- Which bytes has the case, and from which objects?
SELECT path, size, sha256, coalesce(stamp, ''), status, records
FROM files
WHERE status IN ('loaded', 'damaged') AND sha256 IS NOT NULL
ORDER BY status, records; -- damaged before loaded: bytes that were loaded whole once are known
