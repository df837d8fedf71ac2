-- What has come into the case behind a given file, by file: is it new and holds something, which events of it stand, and could it not be
-- read whole although its path was no trouble before? Parameters: the first key behind that file, and the file's number.
WITH standing AS (
    SELECT key >> 32 AS file_id, count(*) AS events, min(event_time) AS first_seen, max(event_time) AS last_seen
    FROM events
    WHERE key >= $1
    GROUP BY ALL
),
fresh AS (
    SELECT min(file_id) AS file_id
    FROM files
    WHERE status IN ('loaded', 'damaged') OR status = 'other' AND flows > 0
    GROUP BY coalesce(sha256, path)
),
spoiled AS (
    SELECT min(file_id) AS file_id
    FROM files
    WHERE status IN ('damaged', 'rejected') OR file_id IN (SELECT file_id FROM rejects)
    GROUP BY path
)
SELECT f.load_id, f.path, f.file_id IN (SELECT file_id FROM fresh) AS held, coalesce(s.events, 0), s.first_seen, s.last_seen,
    f.file_id IN (SELECT file_id FROM spoiled) AS missed
FROM files f
LEFT JOIN standing s ON s.file_id = f.file_id
WHERE f.file_id > $2 AND (held OR missed OR s.events > 0)
ORDER BY f.file_id;
