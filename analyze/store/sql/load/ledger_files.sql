-- Which bytes has the case, from which objects, and which of their records could not be kept?
SELECT f.path, f.size, f.sha256, coalesce(f.stamp, ''), f.status, f.records + f.flows, m.missed
FROM files f
LEFT JOIN (
    SELECT file_id, list(record ORDER BY record) AS missed, count(*) AS misses
    FROM rejects
    WHERE record IS NOT NULL
    GROUP BY file_id
) m ON m.file_id = f.file_id
WHERE (f.status IN ('loaded', 'damaged') OR f.status = 'other' AND f.flows > 0) AND f.sha256 IS NOT NULL
ORDER BY f.status = 'loaded' OR f.status = 'other', f.records + f.flows, coalesce(m.misses, 0) DESC; -- what is known best comes last and stands
