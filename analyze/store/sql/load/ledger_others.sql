-- Which objects did this version of traillab find to be no log files?
SELECT DISTINCT f.path, f.size, f.stamp, coalesce(f.reason, '')
FROM files f
JOIN loads l ON l.load_id = f.load_id
WHERE f.status = 'other' AND f.flows = 0 AND f.stamp IS NOT NULL AND l.version = ?;
