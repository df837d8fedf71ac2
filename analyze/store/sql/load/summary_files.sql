-- What became of the files of one load? Parameter: the load.
SELECT
    count(*),
    count(*) FILTER (status = 'loaded'),
    count(*) FILTER (status = 'known'),
    count(*) FILTER (status = 'damaged'),
    count(*) FILTER (status = 'rejected'),
    count(*) FILTER (status = 'other'),
    CAST(coalesce(sum(size) FILTER (sha256 IS NOT NULL), 0) AS BIGINT), -- what was not opened has no digest
    CAST(coalesce(sum(inflated), 0) AS BIGINT),
    (SELECT count(*) FROM rejects x JOIN files f ON f.file_id = x.file_id WHERE x.load_id = any_value(files.load_id) AND x.record IS NOT NULL AND f.flows = 0)
FROM files
WHERE load_id = ?;
