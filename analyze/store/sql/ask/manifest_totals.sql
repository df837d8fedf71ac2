-- What do the files of the loads add up to, and what does the case have of their records? Parameter: the load, 0 for all.
WITH listed AS (SELECT * FROM files WHERE $1 = 0 OR load_id = $1),
checked AS (SELECT a.status FROM attested a JOIN listed f ON f.file_id = a.file_id),
kept AS (
    SELECT r.key, r.event_time, r.repaired, h.why
    FROM records r
    LEFT JOIN hidden h ON h.key = r.key
    WHERE $1 = 0 OR r.key >> 32 IN (SELECT file_id FROM listed)
),
amounts AS (
    SELECT
        count(*) AS kept, count(*) FILTER (why IS NULL) AS standing, count(*) FILTER (why = 'duplicate') AS duplicate,
        count(*) FILTER (why = 'superseded') AS superseded,
        count(*) FILTER (why IS NULL AND key IN (SELECT key FROM conflicts)) AS conflicting,
        count(*) FILTER (repaired) AS repaired, count(*) FILTER (key IN (SELECT key FROM recovered)) AS recovered,
        min(event_time) FILTER (why IS NULL) AS earliest, max(event_time) FILTER (why IS NULL) AS latest
    FROM kept
)
SELECT
    (SELECT count(*) FROM listed), (SELECT CAST(coalesce(sum(size), 0) AS BIGINT) FROM listed),
    (SELECT count(*) FROM listed WHERE status = 'loaded'), (SELECT count(*) FROM listed WHERE status = 'known'),
    (SELECT count(*) FROM listed WHERE status = 'damaged'), (SELECT count(*) FROM listed WHERE status = 'rejected'),
    (SELECT count(*) FROM listed WHERE status = 'other'),
    (SELECT count(*) FROM checked WHERE status = 'valid'), (SELECT count(*) FROM checked WHERE status = 'altered'),
    (SELECT count(*) FROM checked WHERE status = 'unlisted'), (SELECT count(*) FROM checked WHERE status = 'unverifiable'),
    (SELECT count(*) FROM listed) - (SELECT count(*) FROM checked),
    a.kept, a.standing, a.duplicate, a.superseded, a.conflicting, a.repaired, a.recovered,
    (SELECT count(*) FROM rejects x JOIN listed f ON f.file_id = x.file_id WHERE x.record IS NOT NULL AND f.flows = 0),
    (SELECT count(*) FROM flows w WHERE w.key >> 32 IN (SELECT file_id FROM listed)), a.earliest, a.latest
FROM amounts a;
