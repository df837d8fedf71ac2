-- What is missing of what the loads were given? What a file lacked counts until it is loaded whole under the same path.
WITH newest AS (
    SELECT file_id, path, status, flows
    FROM files
    QUALIFY row_number() OVER (PARTITION BY path ORDER BY file_id DESC) = 1
),
refused AS (
    SELECT DISTINCT n.path, r.record, n.flows > 0 AS flow
    FROM rejects r
    JOIN newest n ON n.file_id = r.file_id
    WHERE r.record IS NOT NULL
),
-- A load that has not ended counts until one has that was asked for all that it was: the same sources, or folders above them, and no
-- smaller part of them, though it has seen no file: what there is may be much. Load withdraws those whose sources do not exist.
asked AS (
    SELECT load_id, finished, string_split(sources, chr(10)) AS sources, sources AS named,
        [json_extract(parameters, '$.' || part) FOR part IN ['from', 'until', 'account', 'region']] AS parts
    FROM loads
),
redone AS (
    SELECT l.load_id
    FROM asked l
    JOIN asked m ON m.load_id > l.load_id AND m.finished IS NOT NULL
    WHERE l.finished IS NULL
        AND list_bool_and([m.parts[i] IS NULL OR coalesce(m.parts[i] = l.parts[i], FALSE) FOR i IN range(1, 5)])
        AND list_bool_and([list_bool_or([s = w OR starts_with(s, rtrim(w, '/') || '/') FOR w IN m.sources]) FOR s IN l.sources])
),
unended AS (
    SELECT load_id, named
    FROM asked
    WHERE finished IS NULL AND load_id NOT IN (SELECT load_id FROM redone)
)
SELECT
    NOT EXISTS (SELECT 1 FROM records),
    (SELECT named FROM unended ORDER BY load_id DESC LIMIT 1),
    (SELECT count(*) FROM newest WHERE status = 'damaged'),
    (SELECT count(*) FROM newest WHERE status = 'rejected'),
    (SELECT count(*) FROM refused WHERE NOT flow),
    (SELECT count(*) FROM refused WHERE flow),
    (SELECT count(*) FROM doubtful);
