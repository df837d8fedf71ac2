-- Which principals acted, in which order? Kept for the session, so that who scrolls through them groups the events once.
CREATE OR REPLACE TEMP TABLE roster AS
SELECT
    row_number() OVER (ORDER BY %s, principal NULLS LAST) - 1 AS place, principal, min(identity_type) AS identity_type, min(event_time) AS first,
    max(event_time) AS last, count(*) AS calls, count(error_code) AS errors, count(*) FILTER (WHERE NOT coalesce(read_only, FALSE)) AS writes
FROM events
WHERE %s
GROUP BY principal
ORDER BY place;
