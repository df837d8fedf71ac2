-- Where do the numbers of this load begin, and are there records that replace others?
SELECT
    (SELECT coalesce(max(load_id), 0) FROM loads),
    (SELECT coalesce(max(file_id), 0) FROM files),
    EXISTS (SELECT 1 FROM records WHERE supersedes IS NOT NULL);
