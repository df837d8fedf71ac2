-- What is missing of what the loads were given?
SELECT
    NOT EXISTS (SELECT 1 FROM records),
    coalesce((SELECT finished IS NULL FROM loads ORDER BY load_id DESC LIMIT 1), FALSE),
    (SELECT count(DISTINCT path) FROM files WHERE status = 'damaged'),
    (SELECT count(DISTINCT path) FROM files WHERE status = 'rejected'),
    (SELECT count(*) FROM (SELECT DISTINCT f.path, r.record FROM rejects r JOIN files f ON f.file_id = r.file_id WHERE r.record IS NOT NULL AND f.flows = 0)),
    (SELECT count(*) FROM (SELECT DISTINCT f.path, r.record FROM rejects r JOIN files f ON f.file_id = r.file_id WHERE r.record IS NOT NULL AND f.flows > 0)),
    (SELECT count(*) FROM doubtful);
