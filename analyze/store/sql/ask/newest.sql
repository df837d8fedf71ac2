-- When is the newest record of each file that has any, hidden ones included? Of a file that was read twice, the newest of both.
SELECT f.path, max(n.newest)
FROM (SELECT key >> 32 AS file_id, max(event_time) AS newest FROM records WHERE event_time IS NOT NULL GROUP BY key >> 32) n
JOIN files f ON f.file_id = n.file_id
GROUP BY f.path
ORDER BY f.path;
